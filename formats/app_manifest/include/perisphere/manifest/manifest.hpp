// The app manifest: who an app is and what it may touch.
#pragma once

#include "perisphere/base/diagnostic.hpp"
#include "perisphere/base/location.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/hardware/definition.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace perisphere::manifest
{

enum class ApplicationType { Default, RealTimeCapable, Debugger };

[[nodiscard]] std::string_view name(ApplicationType type); ///< as in the JSON

/// Every capability the manifest format knows, in the order of the reference.
enum class Capability {
    AllowedConnections,
    AllowedTcpServerPorts,
    AllowedUdpServerPorts,
    AllowedApplicationConnections,
    Adc,
    Gpio,
    Pwm,
    Uart,
    I2cMaster,
    SpiMaster,
    I2sSubordinate,
    ExternalInterrupt,
    MutableStorage,
    DeviceAuthentication,
    NetworkConfig,
    WifiConfig,
    EnterpriseWifiConfig,
    CertStore,
    ReadNetworkProxyConfig,
    TimeSyncConfig,
    DhcpService,
    SntpService,
    SystemTime,
    SystemEventNotifications,
    SoftwareUpdateDeferral,
    PowerControls,
    HardwareAddressConfig,
    HeapMemStats,
    ResetMemoryWatermarks,
};

/// Its key in the manifest's "Capabilities" object.
[[nodiscard]] std::string_view name(Capability capability);
[[nodiscard]] std::optional<Capability> capability(std::string_view key);
[[nodiscard]] const std::vector<Capability>& allCapabilities();

/// An element of a list: 8, "ISU0", "$SAMPLE_LED", "example.com", 8080 ...
struct ListEntry {
    std::variant<std::int64_t, std::string> value;
    Location where;
    std::string reference; ///< "$SAMPLE_LED" where resolve() replaced it; else empty
};

/// A capability's value, as its kind needs it.
struct CapabilityValue {
    Location where;                 ///< of the key, to name the line that grants
    std::vector<ListEntry> entries; ///< lists; absent or empty: nothing granted
    bool enabled = false;           ///< bool capabilities
    std::string text;               ///< DeviceAuthentication
    std::uint32_t sizeKb = 0;       ///< MutableStorage
};

struct Manifest {
    std::int64_t schemaVersion = 1;
    std::string name;
    std::string
        componentId; ///< lower case, 8-4-4-4-12; empty where a template leaves it to be filled in
    std::string entryPoint;
    std::vector<std::string> cmdArgs;
    bool hasCmdArgs = false;
    ApplicationType applicationType = ApplicationType::Default;
    bool hasApplicationType = false;
    std::optional<std::int64_t> mallocVersion;
    std::optional<std::int64_t> targetApplicationRuntimeVersion;
    std::string targetBetaApis;
    std::map<Capability, CapabilityValue> capabilities;
    std::string fileName;

    [[nodiscard]] bool has(Capability which) const; ///< present and, for a bool, true
    [[nodiscard]] const CapabilityValue* find(Capability which) const;
};

/// Parses and checks all that can be checked without a hardware definition. Rules are listed in
/// docs/formats.
[[nodiscard]] Checked<Manifest> parse(std::string_view text, std::string fileName);

/// Replaces each "$NAME" by its value from the definition (none given: every "$NAME" is an error),
/// then checks what needs the values: types, existence on the chip, duplicates, two functions on
/// the same pins.
[[nodiscard]] Checked<Manifest> resolve(const Manifest& manifest,
                                        const hardware::Definition* definition);

/// Conflicts between two apps that would run together: pin blocks, peripherals, server ports;
/// partner links that only one side lists.
[[nodiscard]] Diagnostics checkTogether(const Manifest& first, const Manifest& second);

/// The text that goes into a package: one line, members in the packer's order. Unknown members are
/// dropped.
[[nodiscard]] std::string writePacked(const Manifest& manifest);

/// The text of a source manifest: two-space indent, LF line ends.
[[nodiscard]] std::string writeSource(const Manifest& manifest);

/// The schema that parse() uses, as text; the editor extension ships the same file.
[[nodiscard]] std::string_view schemaText();

/// The text with its ComponentId value replaced and all else, white space and comments included,
/// kept byte for byte. Error when the text is no JSON object or has no ComponentId.
[[nodiscard]] Result<std::string> withComponentId(std::string text, std::string_view componentId,
                                                  const std::string& fileName);

} // namespace perisphere::manifest
