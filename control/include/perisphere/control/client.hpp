// A client of the control API that waits for its answers: for the command line and for tests.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/json/document.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace perisphere::control
{

struct RunningDevice;

/// For one thread. Every error says the device and the method.
class ControlClient
{
public:
    using Handler = std::function<void(const json::Value& params)>;

    static constexpr std::chrono::milliseconds kDefaultTimeout{30'000};

    /// `deviceName` is for errors.
    [[nodiscard]] static Result<ControlClient> connect(const std::filesystem::path& socket,
                                                       std::string deviceName);
    [[nodiscard]] static Result<ControlClient> connect(const RunningDevice& device);
    /// And authenticates.
    [[nodiscard]] static Result<ControlClient> connectToLoopback(std::uint16_t port,
                                                                 std::string_view token);

    ControlClient(ControlClient&&) noexcept;
    ControlClient& operator=(ControlClient&&) noexcept;
    ~ControlClient();

    /// The result. Notifications that arrive meanwhile are kept for wait(). An error of the device
    /// has its code; a connection that has ended or an answer that does not come is Io.
    [[nodiscard]] Result<json::Value> call(std::string_view method,
                                           const json::Value& params = json::Value::object(),
                                           std::chrono::milliseconds timeout = kDefaultTimeout);

    /// Calls a watching method; wait() then calls `handler` with each of its notifications. The
    /// subscription.
    [[nodiscard]] Result<std::int64_t> subscribe(std::string_view method, const json::Value& params,
                                                 Handler handler);
    Result<> unsubscribe(std::int64_t subscription);

    /// Hands out notifications until `isDone()`, which is asked before the first one and after
    /// each. false when the time was up.
    [[nodiscard]] Result<bool> wait(const std::function<bool()>& isDone,
                                    std::chrono::milliseconds timeout = kDefaultTimeout);

    /// Whether the device has said that it ends.
    [[nodiscard]] bool isDeviceStopping() const;

private:
    struct State;
    explicit ControlClient(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace perisphere::control
