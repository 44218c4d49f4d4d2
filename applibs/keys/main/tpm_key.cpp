// A key that a TPM 2.0 has made, and no other can have: below the storage key that follows from the
// seed of the TPM's owner. Nothing is stored in the TPM; a reset of its owner ends the key.

#include "held_key.hpp"
#include "key_blob.hpp"
#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/certificates/openssl_handles.hpp"

#include <fmt/format.h>
#include <openssl/ecdsa.h>
#include <tss2/tss2_esys.h>
#include <tss2/tss2_mu.h>
#include <tss2/tss2_rc.h>
#include <tss2/tss2_tctildr.h>

#include <algorithm>
#include <array>
#include <optional>

namespace perisphere::keys
{
namespace
{

using Bytes = std::vector<std::uint8_t>;
using SignaturePtr = std::unique_ptr<ECDSA_SIG, certificates::Freer<ECDSA_SIG, ECDSA_SIG_free>>;

/// Made by the TPM, and bound to it.
constexpr TPMA_OBJECT kBound =
    TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_SENSITIVEDATAORIGIN;

constexpr std::size_t kCoordinateBytes = 32;

/// DER of the SubjectPublicKeyInfo of P-256, up to the coordinates.
constexpr std::array<std::uint8_t, 27> kPublicKeyHead{
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06,
    0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04};

tl::unexpected<Error> tpmFailure(TSS2_RC code, std::string_view operation)
{
    return fail(Error{.code = ErrorCode::Io,
                      .message = fmt::format("the TPM cannot {}: {} ({:#x})", operation,
                                             Tss2_RC_Decode(code), code),
                      .where = {},
                      .expected = {},
                      .advice = {}});
}

TPM2B_PUBLIC eccTemplate(TPMA_OBJECT attributes)
{
    TPM2B_PUBLIC area{};
    area.publicArea.type = TPM2_ALG_ECC;
    area.publicArea.nameAlg = TPM2_ALG_SHA256;
    area.publicArea.objectAttributes =
        attributes | kBound | TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_NODA;
    TPMS_ECC_PARMS& parameters = area.publicArea.parameters.eccDetail;
    parameters.symmetric.algorithm = TPM2_ALG_NULL;
    parameters.scheme.scheme = TPM2_ALG_NULL;
    parameters.kdf.scheme = TPM2_ALG_NULL;
    parameters.curveID = TPM2_ECC_NIST_P256;
    return area;
}

/// The one that tools and other programs take for keys below the owner.
TPM2B_PUBLIC storageKeyTemplate()
{
    TPM2B_PUBLIC area = eccTemplate(TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT);
    TPMT_SYM_DEF_OBJECT& symmetric = area.publicArea.parameters.eccDetail.symmetric;
    constexpr TPMI_AES_KEY_BITS kAesBits = 128;
    symmetric.algorithm = TPM2_ALG_AES;
    symmetric.keyBits.aes = kAesBits;
    symmetric.mode.aes = TPM2_ALG_CFB;
    return area;
}

bool isDeviceKey(const TPM2B_PUBLIC& area)
{
    const TPMT_PUBLIC& key = area.publicArea;
    return key.type == TPM2_ALG_ECC && key.parameters.eccDetail.curveID == TPM2_ECC_NIST_P256 &&
           (key.objectAttributes & kBound) == kBound &&
           (key.objectAttributes & TPMA_OBJECT_SIGN_ENCRYPT) != 0 &&
           key.unique.ecc.x.size <= kCoordinateBytes && key.unique.ecc.y.size <= kCoordinateBytes;
}

class TpmKey final : public HeldKey
{
public:
    TpmKey() = default;
    TpmKey(const TpmKey&) = delete;
    TpmKey& operator=(const TpmKey&) = delete;
    /// A TPM without a resource manager keeps what is loaded, and has little room.
    ~TpmKey() override
    {
        if (m_esys != nullptr && m_key != ESYS_TR_NONE)
            Esys_FlushContext(m_esys, m_key);
        Esys_Finalize(&m_esys);
        Tss2_TctiLdr_Finalize(&m_link);
    }

    Result<> connect(const std::string& tpm)
    {
        if (const TSS2_RC code = Tss2_TctiLdr_Initialize(tpm.c_str(), &m_link); code != 0)
            return fail(Error{
                .code = ErrorCode::NotFound,
                .message = fmt::format("there is no TPM at \"{}\" ({})", tpm, Tss2_RC_Decode(code)),
                .where = {},
                .expected = "such as device:/dev/tpmrm0",
                .advice = "\"perisphered check\" tells whether the kernel has one; without, "
                          "the configuration may allow a key in a file"});
        if (const TSS2_RC code = Esys_Initialize(&m_esys, m_link, nullptr); code != 0)
            return tpmFailure(code, "be used");
        return {};
    }

    Result<> load(const KeyBlob& blob, const std::string& fileName)
    {
        TPM2B_PRIVATE privateArea{};
        std::size_t publicBytes = 0;
        std::size_t privateBytes = 0;
        if (Tss2_MU_TPM2B_PUBLIC_Unmarshal(blob.publicArea.data(), blob.publicArea.size(),
                                           &publicBytes, &m_public) != 0 ||
            Tss2_MU_TPM2B_PRIVATE_Unmarshal(blob.privateArea.data(), blob.privateArea.size(),
                                            &privateBytes, &privateArea) != 0 ||
            !isDeviceKey(m_public))
            return fail(Error{.code = ErrorCode::Untrusted,
                              .message = "the file has no P-256 key that a TPM has made and that "
                                         "is bound to it",
                              .where = {.file = fileName}});
        const auto parent = makeStorageKey();
        if (!parent)
            return fail(parent.error());
        const TSS2_RC code = Esys_Load(m_esys, *parent, ESYS_TR_PASSWORD, ESYS_TR_NONE,
                                       ESYS_TR_NONE, &privateArea, &m_public, &m_key);
        Esys_FlushContext(m_esys, *parent);
        if (code == 0)
            return {};
        m_key = ESYS_TR_NONE;
        return fail(Error{.code = ErrorCode::Untrusted,
                          .message = fmt::format("this TPM does not take the key in \"{}\" ({})",
                                                 fileName, Tss2_RC_Decode(code)),
                          .where = {.file = fileName},
                          .expected = "the TPM that has made it, whose owner was not reset",
                          .advice = "remove the file for a new key, which is a new identity"});
    }

    Result<KeyBlob> create()
    {
        const auto parent = makeStorageKey();
        if (!parent)
            return fail(parent.error());
        const TPM2B_SENSITIVE_CREATE secret{};
        const TPM2B_PUBLIC area = eccTemplate(TPMA_OBJECT_SIGN_ENCRYPT);
        const TPM2B_DATA outside{};
        const TPML_PCR_SELECTION registers{};
        TPM2B_PRIVATE* privateArea = nullptr;
        TPM2B_PUBLIC* publicArea = nullptr;
        const TSS2_RC code = Esys_Create(m_esys, *parent, ESYS_TR_PASSWORD, ESYS_TR_NONE,
                                         ESYS_TR_NONE, &secret, &area, &outside, &registers,
                                         &privateArea, &publicArea, nullptr, nullptr, nullptr);
        Esys_FlushContext(m_esys, *parent);
        if (code != 0)
            return tpmFailure(code, "make a key");
        std::array<std::uint8_t, sizeof(TPM2B_PUBLIC)> bytes{};
        KeyBlob blob;
        std::size_t size = 0;
        bool isWhole =
            Tss2_MU_TPM2B_PUBLIC_Marshal(publicArea, bytes.data(), bytes.size(), &size) == 0;
        blob.publicArea.assign(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
        std::array<std::uint8_t, sizeof(TPM2B_PRIVATE)> secretBytes{};
        size = 0;
        isWhole = isWhole && Tss2_MU_TPM2B_PRIVATE_Marshal(privateArea, secretBytes.data(),
                                                           secretBytes.size(), &size) == 0;
        blob.privateArea.assign(secretBytes.begin(),
                                secretBytes.begin() + static_cast<std::ptrdiff_t>(size));
        Esys_Free(privateArea);
        Esys_Free(publicArea);
        if (!isWhole)
            return fail(ErrorCode::Corrupt, "the TPM has made a key that cannot be written");
        return blob;
    }

    [[nodiscard]] Result<Bytes> publicKey() override
    {
        Bytes key(kPublicKeyHead.begin(), kPublicKeyHead.end());
        const TPMS_ECC_POINT& point = m_public.publicArea.unique.ecc;
        for (const TPM2B_ECC_PARAMETER* const part : {&point.x, &point.y}) {
            key.insert(key.end(), kCoordinateBytes - part->size, 0);
            key.insert(key.end(), part->buffer, part->buffer + part->size);
        }
        return key;
    }

    [[nodiscard]] Result<Bytes> sign(const Digest& digest) override
    {
        TPM2B_DIGEST input{};
        input.size = static_cast<UINT16>(digest.size());
        std::copy(digest.begin(), digest.end(), input.buffer);
        TPMT_SIG_SCHEME scheme{};
        scheme.scheme = TPM2_ALG_ECDSA;
        scheme.details.ecdsa.hashAlg = TPM2_ALG_SHA256;
        TPMT_TK_HASHCHECK notByTpm{}; // the digest is not one that the TPM has made
        notByTpm.tag = TPM2_ST_HASHCHECK;
        notByTpm.hierarchy = TPM2_RH_NULL;
        TPMT_SIGNATURE* made = nullptr;
        const TSS2_RC code = Esys_Sign(m_esys, m_key, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE,
                                       &input, &scheme, &notByTpm, &made);
        if (code != 0)
            return tpmFailure(code, "sign");
        const TPMS_SIGNATURE_ECDSA& ecdsa = made->signature.ecdsa;
        const SignaturePtr signature(ECDSA_SIG_new());
        BIGNUM* const r = BN_bin2bn(ecdsa.signatureR.buffer, ecdsa.signatureR.size, nullptr);
        BIGNUM* const s = BN_bin2bn(ecdsa.signatureS.buffer, ecdsa.signatureS.size, nullptr);
        Esys_Free(made);
        unsigned char* der = nullptr;
        if (!signature || ECDSA_SIG_set0(signature.get(), r, s) != 1) {
            BN_free(r);
            BN_free(s);
            return fail(ErrorCode::Corrupt, "the TPM has made a signature that cannot be written");
        }
        const int size = i2d_ECDSA_SIG(signature.get(), &der);
        Bytes bytes(der, der + std::max(size, 0));
        OPENSSL_free(der);
        return bytes;
    }

private:
    [[nodiscard]] Result<ESYS_TR> makeStorageKey()
    {
        const TPM2B_SENSITIVE_CREATE secret{};
        const TPM2B_PUBLIC area = storageKeyTemplate();
        const TPM2B_DATA outside{};
        const TPML_PCR_SELECTION registers{};
        ESYS_TR key = ESYS_TR_NONE;
        const TSS2_RC code = Esys_CreatePrimary(
            m_esys, ESYS_TR_RH_OWNER, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE, &secret, &area,
            &outside, &registers, &key, nullptr, nullptr, nullptr, nullptr);
        if (code != 0)
            return tpmFailure(code, "make the storage key of its owner, which must not have a "
                                    "password");
        return key;
    }

    TSS2_TCTI_CONTEXT* m_link = nullptr;
    ESYS_CONTEXT* m_esys = nullptr;
    ESYS_TR m_key = ESYS_TR_NONE;
    TPM2B_PUBLIC m_public{};
};

} // namespace

Result<std::unique_ptr<HeldKey>> openTpmKey(const std::filesystem::path& file,
                                            const std::string& tpm, bool mayCreate)
{
    auto key = std::make_unique<TpmKey>();
    auto text = readTextFile(file, kMaxBlobFileBytes);
    if (!text && text.error().code != ErrorCode::NotFound)
        return fail(text.error());
    if (!text && !mayCreate)
        return fail(noKey(file));
    if (auto connected = key->connect(tpm); !connected)
        return fail(connected.error());
    if (!text) {
        const auto made = key->create();
        if (!made)
            return fail(made.error());
        text = writeBlob(*made);
        if (!text)
            return fail(text.error());
        constexpr ::mode_t kOwnersAlone = 0600;
        if (auto written = createFile(file, *text, kOwnersAlone); !written)
            return fail(written.error());
    }
    const auto blob = parseBlob(*text, file.string());
    if (!blob)
        return fail(blob.error());
    if (auto loaded = key->load(*blob, file.string()); !loaded)
        return fail(loaded.error());
    return key;
}

} // namespace perisphere::keys
