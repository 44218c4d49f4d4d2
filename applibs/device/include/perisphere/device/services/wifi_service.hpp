// Wi-Fi networks.
#pragma once

#include "perisphere/device/outcome.hpp"
#include "perisphere/protocol/wifi.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::device
{

/// Errors are as the requests in protocol/wifi.hpp document them. Lengths, numbers and kinds have
/// been checked.
class WifiService
{
public:
    virtual ~WifiService() = default;

    [[nodiscard]] virtual Outcome<int> add() = 0;
    [[nodiscard]] virtual Outcome<int> duplicate(int id, std::string_view configName) = 0;
    [[nodiscard]] virtual Outcome<> forget(int id) = 0;
    [[nodiscard]] virtual Outcome<> forgetAll() = 0;
    [[nodiscard]] virtual Outcome<std::vector<protocol::WifiStoredNetwork>> storedNetworks() = 0;
    [[nodiscard]] virtual Outcome<int> connectedId() = 0;
    [[nodiscard]] virtual Outcome<int> findByName(std::string_view configName) = 0;
    [[nodiscard]] virtual Outcome<> store(const protocol::WifiStoreRequest& network) = 0;
    [[nodiscard]] virtual Outcome<>
    forgetMatching(const protocol::WifiForgetMatchingRequest& network) = 0;

    [[nodiscard]] virtual Outcome<> setSsid(int id, const protocol::Ssid& ssid) = 0;
    [[nodiscard]] virtual Outcome<> setSecurity(int id, protocol::WifiSecurity security) = 0;
    [[nodiscard]] virtual Outcome<> setPsk(int id, std::string_view psk) = 0;
    [[nodiscard]] virtual Outcome<> setFlag(int id, protocol::WifiFlag flag, bool value) = 0;
    [[nodiscard]] virtual Outcome<> setText(int id, protocol::WifiText which,
                                            std::string_view text) = 0;
    [[nodiscard]] virtual Outcome<std::string> text(int id, protocol::WifiText which) = 0;

    [[nodiscard]] virtual Outcome<> persist() = 0;
    [[nodiscard]] virtual Outcome<> reload() = 0;

    /// Calls `done` once with how many networks were found, on the thread that calls the services,
    /// seconds later or at once.
    virtual void scan(std::function<void(Outcome<std::size_t>)> done) = 0;
    [[nodiscard]] virtual Outcome<std::vector<protocol::WifiSeenNetwork>> scannedNetworks() = 0;
    [[nodiscard]] virtual Outcome<protocol::WifiSeenNetwork> currentNetwork() = 0;
    [[nodiscard]] virtual Outcome<protocol::WifiDiagnosticsReply> diagnostics(int id) = 0;
    [[nodiscard]] virtual Outcome<> setPowerSaving(bool isEnabled) = 0;
};

} // namespace perisphere::device
