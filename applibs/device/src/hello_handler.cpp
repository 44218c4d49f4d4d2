#include "handler_table.hpp"

#include "perisphere/protocol/frame.hpp"
#include "perisphere/protocol/hello.hpp"

#include <fmt/format.h>

namespace perisphere::device
{

Outcome<Response> hello(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::HelloRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (request->version != protocol::kProtocolVersion)
        return refuse(EPROTO, fmt::format("the app's library speaks version {} of the device "
                                          "service protocol, this device version {}; build the app "
                                          "against this device's SDK",
                                          request->version, protocol::kProtocolVersion));
    Outcome<std::optional<GpioMemory>> memory;
    if ((request->flags & protocol::HelloRequest::kWithoutGpio) == 0)
        memory = context.services.gpio.attach(context.app);
    if (!memory)
        return tl::unexpected(memory.error());

    const std::string& root = context.app->packageRoot;
    Response response;
    append(response.payload,
           protocol::HelloReply{.version = protocol::kProtocolVersion,
                                .packageRootBytes = static_cast<std::uint32_t>(root.size())});
    const auto* const text = reinterpret_cast<const std::byte*>(root.data());
    response.payload.insert(response.payload.end(), text, text + root.size());
    if (*memory) {
        response.descriptors[0] = std::move((*memory)->page);
        response.descriptors[1] = std::move((*memory)->wake);
    }
    return response;
}

Outcome<Response> logWrite(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::LogWriteRequest>(body, Trailing::Payload);
    if (!request)
        return tl::unexpected(request.error());
    const auto text = body.subspan(sizeof *request);
    if (text.size() != request->bytes || text.size() > protocol::kMaxLogBytes)
        return refuse(EPROTO);
    context.log.write(context.app->componentId, LogSource::App,
                      {reinterpret_cast<const char*>(text.data()), text.size()});
    return Response();
}

} // namespace perisphere::device
