#include "perisphere/linux/device_names.hpp"

#include "device_names_schema.hpp"
#include "perisphere/json/document.hpp"
#include "perisphere/json/schema.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <utility>

namespace perisphere::target
{
namespace
{

using json::Document;
using json::join;
using json::Value;

const json::Schema& deviceNamesSchema()
{
    // Compiled once; that it compiles is tested, so there is no one to report to.
    static const json::Schema schema = [] {
        auto compiled = json::Schema::compile(embedded::deviceNamesSchema);
        if (!compiled)
            std::abort();
        return std::move(*compiled);
    }();
    return schema;
}

/// Of a document that keeps the schema.
class DeviceNamesReader
{
public:
    DeviceNamesReader(const Document& document, Diagnostics& diagnostics)
        : m_document(document)
        , m_diagnostics(diagnostics)
    {
    }

    DeviceNames read()
    {
        const Value& root = m_document.root();
        m_names.name = root["name"].get<std::string>();
        m_names.description = root["description"].get<std::string>();
        readGpios();
        readByIsu("/uart", m_names.uarts);
        readByIsu("/i2c", m_names.i2cs);
        readSpis();
        readAdc();
        readPwms();
        readText("rtc", m_names.rtc);
        readText("wifi", m_names.wifi);
        readText("ethernet", m_names.ethernet);
        return std::move(m_names);
    }

private:
    /// The member of the root, or an empty object.
    [[nodiscard]] const Value& section(const char* key) const
    {
        static const Value none = Value::object();
        const Value& root = m_document.root();
        return root.contains(key) ? root[key] : none;
    }

    /// The number at the end of such a key: "ISU3", "PWM-CONTROLLER-0", "56".
    static std::size_t numberIn(const std::string& key)
    {
        const std::size_t begin = key.find_last_not_of("0123456789") + 1;
        std::size_t number = 0;
        (void)std::from_chars(key.data() + begin, key.data() + key.size(), number);
        return number;
    }

    /// Reports the second of two peripherals that are one device of Linux.
    void claim(const std::string& device, const std::string& pointer)
    {
        const auto [first, isNew] = m_users.emplace(device, pointer);
        if (!isNew)
            m_diagnostics.push_back(
                {.rule = "shared-device",
                 .where = m_document.locate(pointer),
                 .message = fmt::format("{} stands for \"{}\" already", device, first->second),
                 .expected = "a device of its own for each peripheral",
                 .advice = "leave out the peripheral that the board does not have"});
    }

    void readGpios()
    {
        for (const auto& [key, value] : section("gpio").items()) {
            GpioLine line{.chip = value["chip"].get<std::string>(),
                          .line = value["line"].get<unsigned>()};
            claim(fmt::format("line {} of \"{}\"", line.line, line.chip), join("/gpio", key));
            m_names.gpios[static_cast<std::int32_t>(numberIn(key))] = std::move(line);
        }
    }

    void readByIsu(const char* pointer,
                   std::array<std::optional<std::string>, DeviceNames::kIsus>& devices)
    {
        for (const auto& [key, value] : section(pointer + 1).items()) {
            claim(value.get<std::string>(), join(pointer, key));
            devices[numberIn(key)] = value.get<std::string>();
        }
    }

    void readSpis()
    {
        for (const auto& [key, value] : section("spi").items())
            for (const auto& [chipSelect, device] : value.items()) {
                claim(device.get<std::string>(), join(join("/spi", key), chipSelect));
                SpiDevices& devices = m_names.spis[numberIn(key)];
                (chipSelect == "A" ? devices.chipSelectA : devices.chipSelectB) =
                    device.get<std::string>();
            }
    }

    void readAdc()
    {
        std::size_t number = 0;
        for (const Value& value : section("adc")) {
            AdcChannel channel{.device = value["device"].get<std::string>(),
                               .channel = value["channel"].get<unsigned>(),
                               .bits = value["bits"].get<unsigned>()};
            claim(fmt::format("channel {} of \"{}\"", channel.channel, channel.device),
                  join("/adc", number++));
            m_names.adc.push_back(std::move(channel));
        }
    }

    void readPwms()
    {
        for (const auto& [key, channels] : section("pwm").items()) {
            std::size_t number = 0;
            for (const Value& value : channels) {
                PwmChannel channel{.device = value["device"].get<std::string>(),
                                   .channel = value["channel"].get<unsigned>()};
                claim(fmt::format("PWM channel {} of \"{}\"", channel.channel, channel.device),
                      join(join("/pwm", key), number++));
                m_names.pwms[numberIn(key)].push_back(std::move(channel));
            }
        }
    }

    void readText(const char* key, std::optional<std::string>& text)
    {
        if (m_document.root().contains(key))
            text = m_document.root()[key].get<std::string>();
    }

    const Document& m_document;
    Diagnostics& m_diagnostics;
    DeviceNames m_names;
    std::map<std::string, std::string> m_users; ///< pointers by device
};

} // namespace

Checked<DeviceNames> parseDeviceNames(std::string_view text, std::string fileName)
{
    Checked<DeviceNames> checked;
    const auto document = Document::parse(text, std::move(fileName), {.bytes = 64 * 1024});
    if (!document) {
        checked.diagnostics.push_back(toDiagnostic(document.error(), "syntax"));
        return checked;
    }
    checked.diagnostics = document->duplicateKeys();
    const Diagnostics violations = deviceNamesSchema().validate(*document);
    checked.diagnostics.insert(checked.diagnostics.end(), violations.begin(), violations.end());
    if (!hasErrors(checked.diagnostics))
        checked.value = DeviceNamesReader(*document, checked.diagnostics).read();
    return checked;
}

} // namespace perisphere::target
