// The device's certificate and signatures by its key.

#include "handler_table.hpp"

#include "perisphere/device/policy.hpp"
#include "perisphere/protocol/device_auth.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace perisphere::device
{
namespace
{

Outcome<> requireDeviceAuthentication(const HandlerContext& context)
{
    return require(context.app->manifest, manifest::Capability::DeviceAuthentication);
}

Outcome<Response> payloadOf(std::string_view text, std::size_t maxBytes)
{
    if (text.size() > maxBytes)
        return refuse(EIO);
    const auto bytes = std::as_bytes(std::span(text));
    Response response;
    response.payload.assign(bytes.begin(), bytes.end());
    return response;
}

Outcome<std::span<const std::uint8_t>> digestIn(std::span<const std::byte> body)
{
    const auto request = decode<protocol::DeviceAuthSignRequest>(body, Trailing::Payload);
    if (!request)
        return tl::unexpected(request.error());
    const auto digest = body.subspan(sizeof *request);
    if (digest.size() != request->digestBytes)
        return refuse(EPROTO);
    if (digest.size() < protocol::kMinDigestBytes || digest.size() > protocol::kMaxDigestBytes)
        return refuse(ERANGE);
    return std::span(reinterpret_cast<const std::uint8_t*>(digest.data()), digest.size());
}

} // namespace

Outcome<Response> deviceAuthCertificate(const HandlerContext& context,
                                        std::span<const std::byte> body)
{
    if (const auto request = decode<protocol::DeviceAuthCertificateRequest>(body); !request)
        return tl::unexpected(request.error());
    if (const auto allowed = requireDeviceAuthentication(context); !allowed)
        return tl::unexpected(allowed.error());
    const auto chain = context.services.deviceAuth.certificate(*context.app);
    if (!chain)
        return tl::unexpected(chain.error());
    return payloadOf(*chain, protocol::kMaxCertificateChainBytes);
}

Outcome<Response> deviceAuthCertificatePath(const HandlerContext& context,
                                            std::span<const std::byte> body)
{
    if (const auto request = decode<protocol::DeviceAuthCertificatePathRequest>(body); !request)
        return tl::unexpected(request.error());
    if (const auto allowed = requireDeviceAuthentication(context); !allowed)
        return tl::unexpected(allowed.error());
    std::string path = context.services.deviceAuth.certificatePath(*context.app);
    if (const std::string& folder = context.app->certificates; !folder.empty())
        path = folder + "/" + std::filesystem::path(path).filename().string();
    return payloadOf(path, protocol::kMaxCertificatePathBytes);
}

void deviceAuthSign(const HandlerContext& context, std::span<const std::byte> body,
                    const Completion& complete)
{
    const auto digest = digestIn(body);
    if (!digest)
        return complete(tl::unexpected(digest.error()));
    if (const auto allowed = requireDeviceAuthentication(context); !allowed)
        return complete(tl::unexpected(allowed.error()));
    context.services.deviceAuth.sign(
        *context.app, *digest, [complete](const Outcome<std::vector<std::uint8_t>>& signature) {
            if (!signature)
                return complete(tl::unexpected(signature.error()));
            complete(
                payloadOf({reinterpret_cast<const char*>(signature->data()), signature->size()},
                          protocol::kMaxSignatureBytes));
        });
}

} // namespace perisphere::device
