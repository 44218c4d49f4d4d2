#include "commands/image/image.hpp"

#include "commands/image/extract.hpp"
#include "commands/image/pack.hpp"
#include "commands/image/pack_board_config.hpp"
#include "commands/image/show.hpp"
#include "commands/image/verify.hpp"

namespace perisphere::tools
{

Command imageCommand(Services& services)
{
    Command image("image", "Pack, show, verify and extract image packages");
    image.example("perisphere image show blink.imagepackage", "what is in a package");
    image.add(imagePackCommand(services));
    image.add(imagePackBoardConfigCommand(services));
    image.add(imageShowCommand(services));
    image.add(imageVerifyCommand(services));
    image.add(imageExtractCommand(services));
    return image;
}

} // namespace perisphere::tools
