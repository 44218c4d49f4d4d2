// Certificates for Wi-Fi networks: applibs/certstore.h, which documents the calls.
#pragma once

#include <applibs/certstore.h>
#include <applibs/result.hpp>

#include <ctime>
#include <string>
#include <string_view>

namespace applibs::certstore
{

/// PEM texts. The password is that of an encrypted key; nullptr for one that is not.
inline Result<void> installClientCertificate(const char* identifier, std::string_view certificate,
                                             std::string_view privateKey,
                                             const char* privateKeyPassword = nullptr)
{
    return detail::check(CertStore_InstallClientCertificate(identifier, certificate.data(),
                                                            certificate.size(), privateKey.data(),
                                                            privateKey.size(), privateKeyPassword),
                         "CertStore_InstallClientCertificate");
}

inline Result<void> installRootCaCertificate(const char* identifier, std::string_view certificate)
{
    return detail::check(
        CertStore_InstallRootCACertificate(identifier, certificate.data(), certificate.size()),
        "CertStore_InstallRootCACertificate");
}

inline Result<void> deleteCertificate(const char* identifier)
{
    return detail::check(CertStore_DeleteCertificate(identifier), "CertStore_DeleteCertificate");
}

inline Result<void> moveCertificate(const char* source, const char* destination)
{
    return detail::check(CertStore_MoveCertificate(source, destination),
                         "CertStore_MoveCertificate");
}

inline Result<std::size_t> certificateCount()
{
    return detail::number<std::size_t>(CertStore_GetCertificateCount(),
                                       "CertStore_GetCertificateCount");
}

inline Result<std::string> certificateIdentifierAt(std::size_t index)
{
    CertStore_Identifier identifier{};
    if (CertStore_GetCertificateIdentifierAt(index, &identifier) != 0)
        return detail::lastError("CertStore_GetCertificateIdentifierAt");
    return std::string(identifier.identifier);
}

/// Bytes.
inline Result<std::size_t> availableSpace()
{
    return detail::number<std::size_t>(CertStore_GetAvailableSpace(),
                                       "CertStore_GetAvailableSpace");
}

inline Result<std::string> subjectName(const char* identifier)
{
    CertStore_SubjectName name{};
    if (CertStore_GetCertificateSubjectName(identifier, &name) != 0)
        return detail::lastError("CertStore_GetCertificateSubjectName");
    return std::string(name.name);
}

inline Result<std::string> issuerName(const char* identifier)
{
    CertStore_IssuerName name{};
    if (CertStore_GetCertificateIssuerName(identifier, &name) != 0)
        return detail::lastError("CertStore_GetCertificateIssuerName");
    return std::string(name.name);
}

/// UTC.
inline Result<std::tm> notBefore(const char* identifier)
{
    std::tm time{};
    if (CertStore_GetCertificateNotBefore(identifier, &time) != 0)
        return detail::lastError("CertStore_GetCertificateNotBefore");
    return time;
}

/// UTC.
inline Result<std::tm> notAfter(const char* identifier)
{
    std::tm time{};
    if (CertStore_GetCertificateNotAfter(identifier, &time) != 0)
        return detail::lastError("CertStore_GetCertificateNotAfter");
    return time;
}

} // namespace applibs::certstore
