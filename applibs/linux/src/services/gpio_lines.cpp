#include "perisphere/linux/services/gpio_lines.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <linux/gpio.h>
#include <string_view>
#include <sys/ioctl.h>
#include <system_error>

namespace perisphere::target
{

using device::App;
using device::Opened;
using device::Outcome;
using device::refuse;

namespace
{

std::uint64_t driveFlags(protocol::GpioDrive drive)
{
    switch (drive) {
    case protocol::GpioDrive::OpenDrain:
        return GPIO_V2_LINE_FLAG_OPEN_DRAIN;
    case protocol::GpioDrive::OpenSource:
        return GPIO_V2_LINE_FLAG_OPEN_SOURCE;
    case protocol::GpioDrive::PushPull:
        break;
    }
    return 0;
}

/// Fills a field that ends with a NUL, with as much of the text as it takes.
template <std::size_t N>
void setField(char (&field)[N], std::string_view text)
{
    std::memcpy(field, text.data(), std::min(text.size(), N - 1));
}

/// By its label, or by the device that it belongs to: of some SoCs the label depends on the order
/// of drivers, or is that of another chip too.
bool isCalled(const std::filesystem::path& node, int chip, const std::string& name)
{
    gpiochip_info info{};
    if (::ioctl(chip, GPIO_GET_CHIPINFO_IOCTL, &info) != 0)
        return false;
    if (name == std::string_view(info.label, ::strnlen(info.label, sizeof info.label)))
        return true;
    std::error_code error;
    const auto device = std::filesystem::read_symlink(
        std::filesystem::path("/sys/bus/gpio/devices") / node.filename(), error);
    return device.parent_path().filename() == name;
}

} // namespace

Outcome<std::optional<device::GpioMemory>>
GpioLines::attach(const std::shared_ptr<const App>& /*app*/)
{
    return std::optional<device::GpioMemory>();
}

bool GpioLines::exists(std::int32_t gpio) const
{
    return m_names.gpios.contains(gpio);
}

/// Chips come and go with their drivers, and are numbered as they come; so each open looks for the
/// name anew.
Outcome<UniqueFd> GpioLines::openChip(const std::string& name) const
{
    UniqueFd found;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator("/dev", error)) {
        if (!entry.path().filename().string().starts_with("gpiochip"))
            continue;
        UniqueFd chip(::open(entry.path().c_str(), O_RDWR | O_CLOEXEC));
        if (!chip || !isCalled(entry.path(), chip.get(), name))
            continue;
        if (found)
            return refuse(ENODEV, fmt::format("two GPIO chips have the label \"{}\", which the "
                                              "board's file names; name the device instead, as in "
                                              "/sys/bus/gpio/devices",
                                              name));
        found = std::move(chip);
    }
    if (!found)
        return refuse(ENODEV,
                      fmt::format("no GPIO chip has the label \"{}\", which the board's file "
                                  "names, or belongs to a device of that name; load its driver or "
                                  "mend the file (gpiodetect lists labels)",
                                  name));
    return found;
}

Outcome<Opened> GpioLines::request(const App& app, std::int32_t gpio, std::uint64_t flags,
                                   bool level) const
{
    const GpioLine& line = m_names.gpios.at(gpio);
    auto chip = openChip(line.chip);
    if (!chip)
        return tl::unexpected(std::move(chip.error()));
    gpio_v2_line_request request{};
    request.offsets[0] = line.line;
    request.num_lines = 1;
    setField(request.consumer, app.name);
    request.config.flags = flags;
    if ((flags & GPIO_V2_LINE_FLAG_OUTPUT) != 0) {
        request.config.num_attrs = 1;
        request.config.attrs[0].mask = 1;
        request.config.attrs[0].attr.id = GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES;
        request.config.attrs[0].attr.values = level ? 1 : 0;
    }
    if (::ioctl(chip->get(), GPIO_V2_GET_LINE_IOCTL, &request) != 0) {
        const int error = errno;
        const std::string name =
            fmt::format("GPIO {} (line {} of \"{}\")", gpio, line.line, line.chip);
        if (error == EBUSY)
            return refuse(EBUSY, fmt::format("{} is in use; gpioinfo tells by whom", name));
        return refuse(error == EINVAL ? ENODEV : error,
                      fmt::format("the kernel does not give {}: {}", name,
                                  std::generic_category().message(error)));
    }
    return Opened{.descriptor = UniqueFd(request.fd), .kind = protocol::DescriptorKind::KernelGpio};
}

Outcome<Opened> GpioLines::openInput(const App& app, std::int32_t gpio)
{
    return request(app, gpio, GPIO_V2_LINE_FLAG_INPUT, false);
}

Outcome<Opened> GpioLines::openOutput(const App& app, std::int32_t gpio, protocol::GpioDrive drive,
                                      bool level)
{
    return request(app, gpio, GPIO_V2_LINE_FLAG_OUTPUT | driveFlags(drive), level);
}

} // namespace perisphere::target
