#include "support/running_core.hpp"

#include <fmt/format.h>

#include <charconv>
#include <system_error>

namespace perisphere::tools
{

void declareCoreOptions(Command& command, CoreOptions& options)
{
    command.option("--core,-c", "N", options.core,
                   "real-time core, 0 or 1; else the only one that runs an app");
    declareDeviceOption(command, options.device);
    command.flag("--json", options.asJson, "print JSON");
}

void declareElfOption(Command& command, CoreOptions& options)
{
    command
        .option("--elf,-e", "FILE", options.elf,
                "the app's ELF file with symbols, such as out/ARM-Debug/NAME.out: the installed "
                "one has none")
        .file();
}

namespace
{

Result<unsigned> onlyCore(control::ControlClient& device)
{
    const auto answer = device.call("core.list");
    if (!answer)
        return fail(answer.error());
    std::optional<unsigned> found;
    for (const json::Value& core : answer->value("cores", json::Value::array())) {
        if (core.value("state", std::string()) == "off")
            continue;
        if (found)
            return fail(Error{.code = ErrorCode::InvalidArgument,
                              .message = "both real-time cores run apps",
                              .where = {},
                              .expected = "--core 0 or --core 1",
                              .advice = "\"perisphere core list\" shows them"});
        found = core.value("core", 0U);
    }
    if (!found)
        return fail(Error{.code = ErrorCode::NotFound,
                          .message = "no real-time core runs an app",
                          .where = {},
                          .expected = {},
                          .advice = "install one by \"perisphere device sideload\""});
    return *found;
}

} // namespace

Result<DeviceCore> connectToCore(const CoreOptions& options, const Services& services)
{
    auto device = connectToDevice(options.device, services);
    if (!device)
        return fail(device.error());
    const auto core = options.core ? Result<unsigned>(*options.core) : onlyCore(*device);
    if (!core)
        return fail(core.error());
    json::Value parameters = {{"core", *core}};
    if (!options.elf.empty())
        parameters["elf"] = std::filesystem::absolute(options.elf).string();
    return DeviceCore{*std::move(device), std::move(parameters)};
}

Result<json::Value> callCore(const CoreOptions& options, const Services& services,
                             std::string_view method, const json::Value& more)
{
    auto core = connectToCore(options, services);
    if (!core)
        return fail(core.error());
    core->parameters.update(more);
    return core->device.call(method, core->parameters);
}

Result<std::uint32_t> parseAddress(const std::string& word)
{
    const bool isHex = word.starts_with("0x") || word.starts_with("0X");
    const char* const begin = word.data() + (isHex ? 2 : 0);
    const char* const end = word.data() + word.size();
    std::uint32_t value = 0;
    const auto [stop, error] = std::from_chars(begin, end, value, isHex ? 16 : 10);
    if (error != std::errc() || stop != end)
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = "\"" + word + "\" is no address",
                          .where = {},
                          .expected = "a number of 32 bits, such as 0x00100000",
                          .advice = {}});
    return value;
}

std::uint64_t numberIn(const json::Value& value, const char* key)
{
    return value.value(key, std::uint64_t{0});
}

std::string describeCore(const json::Value& core)
{
    const std::string state = core.value("state", std::string());
    std::string text = fmt::format("core {}: {}", numberIn(core, "core"), state);
    if (state == "off")
        return text;
    text += fmt::format(
        " at {:#010x}, cycle {}, {} MHz, app {}", numberIn(core, "pc"), numberIn(core, "cycles"),
        static_cast<double>(numberIn(core, "hertz")) / 1e6, core.value("app", std::string()));
    if (core.contains("debugPort"))
        text += fmt::format(", gdb port {}", numberIn(core, "debugPort"));
    if (core.contains("fault"))
        text += ", " + core.value("fault", std::string());
    return text;
}

std::string describePlace(const json::Value& place)
{
    std::string text = place.value("function", std::string());
    if (place.contains("file"))
        text += fmt::format("{}({}:{})", text.empty() ? "" : " ",
                            place.value("file", std::string()), numberIn(place, "line"));
    return text;
}

} // namespace perisphere::tools
