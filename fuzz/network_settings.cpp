// A device's network settings from the file: nothing crashes, what is read is written as it was,
// and an error has a place.

#include "perisphere/network/settings.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace perisphere;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto settings = network::settingsFromJson(text, "network.json");
    if (!settings) {
        if (settings.error().where.file != "network.json")
            std::abort();
        return 0;
    }
    const auto again = network::settingsFromJson(network::toJson(*settings), "network.json");
    if (!again || *again != *settings)
        std::abort();
    return 0;
}
