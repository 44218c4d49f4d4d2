// The certificate store. All need the capability CertStore.
#pragma once

#include "perisphere/protocol/operation.hpp"

#include <cstddef>
#include <cstdint>

namespace perisphere::protocol
{

inline constexpr std::size_t kMaxCertificateBytes = 8192; ///< also of a private key
inline constexpr std::size_t kMaxCertificateIdBytes = 16;
inline constexpr std::size_t kMaxKeyPasswordBytes = 256;
inline constexpr std::size_t kMaxCertificateNameBytes = 300;

/// The name of an entry; what is left of it is 0.
struct CertificateId {
    char text[kMaxCertificateIdBytes] = {};
};
static_assert(sizeof(CertificateId) == 16);

/// Followed by the certificate, the private key and the key's password, without a NUL. Errors:
/// ERANGE, EINVAL, EACCES, EAGAIN, ENOSPC.
struct CertStoreInstallClientRequest {
    static constexpr Operation kOperation = Operation::CertStoreInstallClient;
    CertificateId identifier;
    std::uint32_t certificateBytes = 0;
    std::uint32_t keyBytes = 0;
    std::uint32_t passwordBytes = 0;
    std::uint32_t hasPassword = 0; ///< 0 or 1; a password may be empty
};
static_assert(sizeof(CertStoreInstallClientRequest) == 32);

/// Followed by the certificate. Errors: ERANGE, EINVAL, EACCES, EAGAIN, ENOSPC.
struct CertStoreInstallRootCaRequest {
    static constexpr Operation kOperation = Operation::CertStoreInstallRootCa;
    CertificateId identifier;
    std::uint32_t certificateBytes = 0;
    std::uint32_t reserved = 0;
};
static_assert(sizeof(CertStoreInstallRootCaRequest) == 24);

/// Errors: EACCES, EAGAIN, ENOENT.
struct CertStoreDeleteRequest {
    static constexpr Operation kOperation = Operation::CertStoreDelete;
    CertificateId identifier;
};

/// The reply's value is the number of entries. Errors: EACCES, EAGAIN.
struct CertStoreCountRequest {
    static constexpr Operation kOperation = Operation::CertStoreCount;
    std::uint32_t reserved[2] = {};
};

/// The reply's payload is a CertificateId. Errors: EACCES, EAGAIN, ERANGE.
struct CertStoreIdentifierAtRequest {
    static constexpr Operation kOperation = Operation::CertStoreIdentifierAt;
    std::uint64_t index = 0;
};

/// The reply's value is in bytes. Errors: EACCES, EAGAIN.
struct CertStoreAvailableSpaceRequest {
    static constexpr Operation kOperation = Operation::CertStoreAvailableSpace;
    std::uint32_t reserved[2] = {};
};

/// As z__CertInfoField.
enum class CertificateField : std::uint32_t {
    NotBefore = 1,
    NotAfter = 2,
    SubjectName = 3,
    IssuerName = 4,
};

/// A time is the reply's value, seconds since 1970 UTC. A name is the reply's payload, without a
/// NUL, at most kMaxCertificateNameBytes. Errors: EACCES, EAGAIN, ENOENT, EINVAL.
struct CertStoreInfoRequest {
    static constexpr Operation kOperation = Operation::CertStoreInfo;
    CertificateId identifier;
    CertificateField field = CertificateField::NotBefore;
    std::uint32_t reserved = 0;
};
static_assert(sizeof(CertStoreInfoRequest) == 24);

/// Errors: EINVAL, EACCES, EAGAIN, ENOENT.
struct CertStoreMoveRequest {
    static constexpr Operation kOperation = Operation::CertStoreMove;
    CertificateId source;
    CertificateId destination;
};
static_assert(sizeof(CertStoreMoveRequest) == 32);

} // namespace perisphere::protocol
