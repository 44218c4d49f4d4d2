#include "commands/manifest/manifest.hpp"

#include "commands/manifest/check.hpp"

namespace perisphere::tools
{

Command manifestCommand(Services& services)
{
    Command manifest("manifest", "Check app manifests");
    manifest.example("perisphere manifest check app_manifest.json", "find mistakes in a manifest");
    manifest.add(manifestCheckCommand(services));
    return manifest;
}

} // namespace perisphere::tools
