// Operations of the connection: each is a handler in the file of its API and a row of the table in
// handler_table.cpp.
#pragma once

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/device/app.hpp"
#include "perisphere/device/app_log.hpp"
#include "perisphere/device/device_services.hpp"
#include "perisphere/device/outcome.hpp"
#include "perisphere/protocol/frame.hpp"
#include "perisphere/protocol/operation.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

namespace perisphere::device
{

/// What a successful operation answers.
struct Response {
    std::int64_t value = 0;
    std::vector<std::byte> payload;
    std::array<UniqueFd, protocol::kMaxDescriptors> descriptors;
};

/// Another connection of the same app: the app's end.
using ConnectAgain = std::function<Outcome<UniqueFd>()>;

/// What a handler works with.
struct HandlerContext {
    const std::shared_ptr<const App>& app;
    DeviceServices& services;
    AppLog& log;
    const ConnectAgain& connectAgain; ///< may be empty
};

/// `body` is all that follows the request header.
using Handler = Outcome<Response> (*)(const HandlerContext& context,
                                      std::span<const std::byte> body);

/// Called once, on the thread that calls the handlers: at once or later.
using Completion = std::function<void(Outcome<Response>)>;

/// Of an operation that takes long. What `context` and `body` refer to is gone when the handler
/// returns, save the services.
using DeferredHandler = void (*)(const HandlerContext& context, std::span<const std::byte> body,
                                 const Completion& complete);

/// One of the two, or none for operations that do not arrive on a connection.
struct HandlerChoice {
    Handler handler = nullptr;
    DeferredHandler deferred = nullptr;
    [[nodiscard]] bool isNone() const { return handler == nullptr && deferred == nullptr; }
};
[[nodiscard]] HandlerChoice handlerOf(protocol::Operation operation);

/// The fixed part of a request; EPROTO when the body is not exactly that long, or, where a payload
/// may follow, is shorter.
enum class Trailing { None, Payload };
template <class Request>
[[nodiscard]] Outcome<Request> decode(std::span<const std::byte> body,
                                      Trailing trailing = Trailing::None)
{
    static_assert(std::is_trivially_copyable_v<Request>);
    if (trailing == Trailing::None ? body.size() != sizeof(Request) : body.size() < sizeof(Request))
        return refuse(EPROTO);
    Request request;
    std::memcpy(&request, body.data(), sizeof request);
    return request;
}

template <class Structure>
void append(std::vector<std::byte>& payload, const Structure& structure)
{
    static_assert(std::is_trivially_copyable_v<Structure>);
    const std::size_t at = payload.size();
    payload.resize(at + sizeof structure);
    std::memcpy(payload.data() + at, &structure, sizeof structure);
}

/// The response to every open.
[[nodiscard]] Response opened(Opened&& peripheral);

/// Success without anything to tell, or the refusal.
[[nodiscard]] Outcome<Response> statusOf(const Outcome<>& outcome);

} // namespace perisphere::device
