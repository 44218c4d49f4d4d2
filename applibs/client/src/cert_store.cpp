// applibs/certstore.h

#include "perisphere/protocol/cert_store.hpp"
#include "abi.hpp"
#include "connection.hpp"
#include "perisphere/protocol/calendar.hpp"

#include <applibs/certstore.h>

#include <cstring>
#include <ctime>

using namespace perisphere::client;
namespace protocol = perisphere::protocol;

namespace
{

static_assert(protocol::kMaxCertificateBytes == CERTSTORE_MAX_CERT_SIZE &&
              protocol::kMaxKeyPasswordBytes == CERTSTORE_MAX_PRIVATE_KEY_PASSWORD_LENGTH &&
              protocol::kMaxCertificateIdBytes == CERTSTORE_MAX_IDENTIFIER_LENGTH &&
              protocol::kMaxCertificateNameBytes == CERTSTORE_SUBJECTNAME_MAX_LENGTH);
static_assert(protocol::kMaxCertificateNameBytes == CERTSTORE_ISSUERNAME_MAX_LENGTH);

/// What its characters may be is for the device to say. 0, EFAULT or ERANGE.
int readIdentifier(const char* text, protocol::CertificateId& identifier)
{
    if (text == nullptr)
        return EFAULT;
    const std::size_t length = ::strnlen(text, sizeof identifier.text + 1);
    if (length > sizeof identifier.text)
        return ERANGE;
    std::memcpy(identifier.text, text, length);
    return 0;
}

/// For calls that only look a name up: one that no entry can have is an entry that is not there.
int readKnownIdentifier(const char* text, protocol::CertificateId& identifier)
{
    const int error = readIdentifier(text, identifier);
    return error == ERANGE ? ENOENT : error;
}

bool isInRange(std::size_t bytes)
{
    return bytes >= 1 && bytes <= CERTSTORE_MAX_CERT_SIZE;
}

Answer ask(const RawRequest& request)
{
    Answer answer = callDevice(request, EAGAIN);
    closeDescriptors(answer); // no reply of the store carries any
    return answer;
}

ssize_t askForNumber(const RawRequest& request)
{
    const Answer answer = ask(request);
    return answer.error == 0 ? static_cast<ssize_t>(answer.value) : fail(answer.error);
}

/// `out` has room for the longest name and its NUL.
int askForName(const protocol::CertStoreInfoRequest& request, char* out)
{
    char name[protocol::kMaxCertificateNameBytes];
    RawRequest call = raw(request);
    call.replyPayload[0] = {name, sizeof name};
    const Answer answer = ask(call);
    if (answer.error != 0)
        return fail(answer.error);
    std::memcpy(out, name, answer.payloadBytes);
    std::memset(out + answer.payloadBytes, 0, sizeof name + 1 - answer.payloadBytes);
    return 0;
}

int askForTime(const protocol::CertStoreInfoRequest& request, std::tm* out)
{
    const Answer answer = ask(raw(request));
    if (answer.error != 0)
        return fail(answer.error);
    const auto time = protocol::brokenDownTime(answer.value);
    if (!time)
        return fail(EINVAL);
    *out = *time;
    return 0;
}

} // namespace

PERISPHERE_EXPORT int
CertStore_InstallClientCertificate(const char* identifier, const char* certBlob,
                                   size_t certBlobLength, const char* privateKeyBlob,
                                   size_t privateKeyBlobLength, const char* privateKeyPassword)
{
    if (identifier == nullptr || certBlob == nullptr || privateKeyBlob == nullptr)
        return fail(EFAULT);
    protocol::CertStoreInstallClientRequest request;
    std::size_t passwordLength = 0;
    if (privateKeyPassword != nullptr)
        passwordLength =
            ::strnlen(privateKeyPassword, CERTSTORE_MAX_PRIVATE_KEY_PASSWORD_LENGTH + 1);
    if (!isInRange(certBlobLength) || !isInRange(privateKeyBlobLength) ||
        passwordLength > CERTSTORE_MAX_PRIVATE_KEY_PASSWORD_LENGTH ||
        readIdentifier(identifier, request.identifier) != 0)
        return fail(ERANGE);
    request.certificateBytes = static_cast<std::uint32_t>(certBlobLength);
    request.keyBytes = static_cast<std::uint32_t>(privateKeyBlobLength);
    request.passwordBytes = static_cast<std::uint32_t>(passwordLength);
    request.hasPassword = privateKeyPassword != nullptr ? 1 : 0;
    RawRequest call = raw(request);
    call.payload[0] = {certBlob, certBlobLength};
    call.payload[1] = {privateKeyBlob, privateKeyBlobLength};
    call.payload[2] = {privateKeyPassword, passwordLength};
    return succeedOrFail(ask(call).error);
}

PERISPHERE_EXPORT int CertStore_InstallRootCACertificate(const char* identifier,
                                                         const char* certBlob,
                                                         size_t certBlobLength)
{
    if (identifier == nullptr || certBlob == nullptr)
        return fail(EFAULT);
    protocol::CertStoreInstallRootCaRequest request;
    if (!isInRange(certBlobLength) || readIdentifier(identifier, request.identifier) != 0)
        return fail(ERANGE);
    request.certificateBytes = static_cast<std::uint32_t>(certBlobLength);
    RawRequest call = raw(request);
    call.payload[0] = {certBlob, certBlobLength};
    return succeedOrFail(ask(call).error);
}

PERISPHERE_EXPORT int CertStore_DeleteCertificate(const char* identifier)
{
    protocol::CertStoreDeleteRequest request;
    if (const int error = readKnownIdentifier(identifier, request.identifier); error == EFAULT)
        return fail(EFAULT);
    else if (error != 0)
        request = {}; // the device may have more urgent reasons than ENOENT
    return succeedOrFail(ask(raw(request)).error);
}

PERISPHERE_EXPORT ssize_t CertStore_GetCertificateCount(void)
{
    return askForNumber(raw(protocol::CertStoreCountRequest{}));
}

PERISPHERE_EXPORT int CertStore_GetCertificateIdentifierAt(size_t index,
                                                           CertStore_Identifier* outIdentifier)
{
    if (outIdentifier == nullptr)
        return fail(EFAULT);
    const protocol::CertStoreIdentifierAtRequest request{.index = index};
    protocol::CertificateId identifier;
    RawRequest call = raw(request);
    call.replyPayload[0] = {&identifier, sizeof identifier};
    const Answer answer = ask(call);
    if (answer.error != 0)
        return fail(answer.error);
    if (answer.payloadBytes != sizeof identifier)
        return fail(EAGAIN);
    std::memcpy(outIdentifier->identifier, identifier.text, sizeof identifier.text);
    outIdentifier->identifier[CERTSTORE_MAX_IDENTIFIER_LENGTH] = '\0';
    return 0;
}

PERISPHERE_EXPORT ssize_t CertStore_GetAvailableSpace(void)
{
    return askForNumber(raw(protocol::CertStoreAvailableSpaceRequest{}));
}

PERISPHERE_EXPORT int z__CertStore_GetCertificateInfo(const char* identifier,
                                                      enum z__CertInfoField field, void* data,
                                                      size_t size)
{
    if (identifier == nullptr || data == nullptr)
        return fail(EFAULT);
    const bool isTime = field == z__CertInfo_NotBefore || field == z__CertInfo_NotAfter;
    const bool isName = field == z__CertInfo_SubjectName || field == z__CertInfo_IssuerName;
    if ((!isTime && !isName) ||
        size != (isTime ? sizeof(std::tm) : protocol::kMaxCertificateNameBytes + 1))
        return fail(EINVAL);
    protocol::CertStoreInfoRequest request;
    if (readKnownIdentifier(identifier, request.identifier) != 0)
        request.identifier = {};
    request.field = static_cast<protocol::CertificateField>(field);
    return isTime ? askForTime(request, static_cast<std::tm*>(data))
                  : askForName(request, static_cast<char*>(data));
}

PERISPHERE_EXPORT int CertStore_MoveCertificate(const char* sourceIdentifier,
                                                const char* destIdentifier)
{
    if (sourceIdentifier == nullptr || destIdentifier == nullptr)
        return fail(EFAULT);
    protocol::CertStoreMoveRequest request;
    if (readIdentifier(sourceIdentifier, request.source) != 0 ||
        readIdentifier(destIdentifier, request.destination) != 0)
        return fail(ERANGE);
    return succeedOrFail(ask(raw(request)).error);
}
