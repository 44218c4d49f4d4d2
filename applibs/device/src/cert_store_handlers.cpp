// The certificate store.
//
// Checks come in the documented order: sizes, identifiers, manifest, then what only the store
// knows.

#include "handler_table.hpp"

#include "perisphere/device/policy.hpp"
#include "perisphere/protocol/cert_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string_view>

namespace perisphere::device
{
namespace
{

/// Everything up to the padding.
std::string_view textOf(const protocol::CertificateId& identifier)
{
    const auto* const end = std::find(std::begin(identifier.text), std::end(identifier.text), '\0');
    return {identifier.text, static_cast<std::size_t>(end - identifier.text)};
}

bool isIdentifierCharacter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
}

Outcome<> checkIdentifier(const protocol::CertificateId& identifier)
{
    const std::string_view text = textOf(identifier);
    if (!text.empty() && std::all_of(text.begin(), text.end(), isIdentifierCharacter))
        return {};
    return refuse(EINVAL, "the identifier of a certificate has 1 to 16 letters, digits, dots, "
                          "hyphens and underscores");
}

bool isInRange(std::uint32_t bytes)
{
    return bytes >= 1 && bytes <= protocol::kMaxCertificateBytes;
}

Outcome<> requireCertStore(const HandlerContext& context)
{
    return require(context.app->manifest, manifest::Capability::CertStore);
}

std::string_view asText(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The requests without an argument.
template <class Request>
Outcome<> checkPlain(const HandlerContext& context, std::span<const std::byte> body)
{
    if (const auto request = decode<Request>(body); !request)
        return tl::unexpected(request.error());
    return requireCertStore(context);
}

Outcome<Response> numberOf(const Outcome<std::size_t>& number)
{
    if (!number)
        return tl::unexpected(number.error());
    Response response;
    response.value = static_cast<std::int64_t>(*number);
    return response;
}

Response nameResponse(std::string_view name)
{
    Response response;
    const auto bytes = std::as_bytes(std::span(name.substr(0, protocol::kMaxCertificateNameBytes)));
    response.payload.assign(bytes.begin(), bytes.end());
    return response;
}

} // namespace

Outcome<Response> certStoreInstallClient(const HandlerContext& context,
                                         std::span<const std::byte> body)
{
    const auto request = decode<protocol::CertStoreInstallClientRequest>(body, Trailing::Payload);
    if (!request)
        return tl::unexpected(request.error());
    if (!isInRange(request->certificateBytes) || !isInRange(request->keyBytes) ||
        request->passwordBytes > protocol::kMaxKeyPasswordBytes)
        return refuse(ERANGE);
    const std::string_view texts = asText(body.subspan(sizeof *request));
    if (texts.size() !=
        std::size_t{request->certificateBytes} + request->keyBytes + request->passwordBytes)
        return refuse(EPROTO);
    if (const auto checked = checkIdentifier(request->identifier); !checked)
        return tl::unexpected(checked.error());
    if (const auto allowed = requireCertStore(context); !allowed)
        return tl::unexpected(allowed.error());
    ClientCertificate client{.certificate = texts.substr(0, request->certificateBytes),
                             .privateKey =
                                 texts.substr(request->certificateBytes, request->keyBytes),
                             .password = {}};
    if (request->hasPassword != 0)
        client.password = texts.substr(texts.size() - request->passwordBytes);
    return statusOf(context.services.certStore.installClient(textOf(request->identifier), client));
}

Outcome<Response> certStoreInstallRootCa(const HandlerContext& context,
                                         std::span<const std::byte> body)
{
    const auto request = decode<protocol::CertStoreInstallRootCaRequest>(body, Trailing::Payload);
    if (!request)
        return tl::unexpected(request.error());
    if (!isInRange(request->certificateBytes))
        return refuse(ERANGE);
    const std::string_view certificate = asText(body.subspan(sizeof *request));
    if (certificate.size() != request->certificateBytes)
        return refuse(EPROTO);
    if (const auto checked = checkIdentifier(request->identifier); !checked)
        return tl::unexpected(checked.error());
    if (const auto allowed = requireCertStore(context); !allowed)
        return tl::unexpected(allowed.error());
    return statusOf(
        context.services.certStore.installRootCa(textOf(request->identifier), certificate));
}

Outcome<Response> certStoreDelete(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::CertStoreDeleteRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (const auto allowed = requireCertStore(context); !allowed)
        return tl::unexpected(allowed.error());
    return statusOf(context.services.certStore.remove(textOf(request->identifier)));
}

Outcome<Response> certStoreCount(const HandlerContext& context, std::span<const std::byte> body)
{
    if (const auto checked = checkPlain<protocol::CertStoreCountRequest>(context, body); !checked)
        return tl::unexpected(checked.error());
    return numberOf(context.services.certStore.count());
}

Outcome<Response> certStoreIdentifierAt(const HandlerContext& context,
                                        std::span<const std::byte> body)
{
    const auto request = decode<protocol::CertStoreIdentifierAtRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (const auto allowed = requireCertStore(context); !allowed)
        return tl::unexpected(allowed.error());
    const auto identifier = context.services.certStore.identifierAt(static_cast<std::size_t>(
        std::min<std::uint64_t>(request->index, std::numeric_limits<std::size_t>::max())));
    if (!identifier)
        return tl::unexpected(identifier.error());
    protocol::CertificateId id;
    std::copy_n(identifier->begin(), std::min(identifier->size(), sizeof id.text), id.text);
    Response response;
    append(response.payload, id);
    return response;
}

Outcome<Response> certStoreAvailableSpace(const HandlerContext& context,
                                          std::span<const std::byte> body)
{
    if (const auto checked = checkPlain<protocol::CertStoreAvailableSpaceRequest>(context, body);
        !checked)
        return tl::unexpected(checked.error());
    return numberOf(context.services.certStore.availableSpace());
}

Outcome<Response> certStoreInfo(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::CertStoreInfoRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    if (const auto allowed = requireCertStore(context); !allowed)
        return tl::unexpected(allowed.error());
    const auto facts = context.services.certStore.facts(textOf(request->identifier));
    if (!facts)
        return tl::unexpected(facts.error());
    Response response;
    switch (request->field) {
    case protocol::CertificateField::NotBefore:
        response.value = facts->notBefore;
        return response;
    case protocol::CertificateField::NotAfter:
        response.value = facts->notAfter;
        return response;
    case protocol::CertificateField::SubjectName:
        return nameResponse(facts->subject);
    case protocol::CertificateField::IssuerName:
        return nameResponse(facts->issuer);
    }
    return refuse(EINVAL);
}

Outcome<Response> certStoreMove(const HandlerContext& context, std::span<const std::byte> body)
{
    const auto request = decode<protocol::CertStoreMoveRequest>(body);
    if (!request)
        return tl::unexpected(request.error());
    for (const auto* identifier : {&request->source, &request->destination})
        if (const auto checked = checkIdentifier(*identifier); !checked)
            return tl::unexpected(checked.error());
    if (const auto allowed = requireCertStore(context); !allowed)
        return tl::unexpected(allowed.error());
    return statusOf(
        context.services.certStore.move(textOf(request->source), textOf(request->destination)));
}

} // namespace perisphere::device
