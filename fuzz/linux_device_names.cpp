// Linux device names of a board: what is taken has no device twice and no path out of /dev.

#include "perisphere/linux/device_names.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>

using namespace perisphere;

namespace
{

void require(bool holds)
{
    if (!holds)
        std::abort();
}

void requireDevice(const std::optional<std::string>& path)
{
    if (path)
        require(path->starts_with("/dev/") && path->find("..") == std::string::npos &&
                path->find('\n') == std::string::npos);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto checked =
        target::parseDeviceNames({reinterpret_cast<const char*>(data), size}, "board.json");
    if (!checked.ok())
        return 0;
    std::set<target::GpioLine> lines;
    for (const auto& [gpio, line] : checked.value->gpios) {
        require(gpio >= 0 && gpio <= 80 && !line.chip.empty());
        require(lines.insert(line).second);
    }
    for (const auto* paths : {&checked.value->uarts, &checked.value->i2cs})
        for (const auto& path : *paths)
            requireDevice(path);
    for (const target::SpiDevices& devices : checked.value->spis) {
        requireDevice(devices.chipSelectA);
        requireDevice(devices.chipSelectB);
    }
    requireDevice(checked.value->rtc);
    require(checked.value->adc.size() <= 8);
    return 0;
}
