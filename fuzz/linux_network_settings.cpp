// The settings of a managed network: nothing crashes, what is read is written as it was, and an
// error has a place.
#include "network/network_settings.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace perisphere;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto settings = target::networkSettingsFromJson(text, "network.json");
    if (!settings) {
        if (settings.error().where.file != "network.json")
            std::abort();
        return 0;
    }
    if (target::networkSettingsFromJson(target::toJson(*settings), "again.json") != *settings)
        std::abort();
    return 0;
}
