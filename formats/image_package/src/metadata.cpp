#include "perisphere/image/metadata.hpp"

#include "bytes.hpp"
#include "metadata_ids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace perisphere::image
{
namespace
{

constexpr std::size_t kHeaderBytes = 8; // magic, section count
constexpr std::size_t kLengthBytes = 4; // at the end
constexpr std::size_t kTagBytes = 4;    // id and length before each section's data
constexpr std::size_t kMaxSections = 64;

// ---- writing: one function a section, giving its id and appending its data

class Encoder
{
public:
    explicit Encoder(std::vector<std::byte>& out)
        : m_out(out)
    {
    }

    std::uint16_t operator()(const IdentitySection& section) const
    {
        appendU16(m_out, static_cast<std::uint16_t>(section.imageType));
        appendU16(m_out, 0);
        appendBytes(m_out, section.componentId.bytes);
        appendBytes(m_out, section.imageId.bytes);
        return ids::kIdentity;
    }
    std::uint16_t operator()(const SignatureSection& section) const
    {
        appendBytes(m_out, section.certificateThumbprint);
        appendU32(m_out, section.type);
        return ids::kSignature;
    }
    std::uint16_t operator()(const DebugSection& section) const
    {
        appendU64(m_out, section.buildTime);
        std::array<std::uint8_t, ids::kDebugNameBytes> name{};
        std::copy(section.name.begin(), section.name.end(), name.begin());
        appendBytes(m_out, name);
        return ids::kDebug;
    }
    std::uint16_t operator()(const TemporaryImageSection& section) const
    {
        appendU32(m_out, (section.removeAtBoot ? ids::kRemoveAtBoot : 0U) |
                             (section.underDevelopment ? ids::kUnderDevelopment : 0U));
        return ids::kTemporaryImage;
    }
    std::uint16_t operator()(const AbiDependsSection& section) const
    {
        appendVersions(section.versions);
        return ids::kAbiDepends;
    }
    std::uint16_t operator()(const AbiProvidesSection& section) const
    {
        appendVersions(section.versions);
        return ids::kAbiProvides;
    }
    std::uint16_t operator()(const OtherSection& section) const
    {
        m_out.insert(m_out.end(), section.data.begin(), section.data.end());
        return section.id;
    }

private:
    void appendVersions(const std::vector<AbiVersion>& versions) const
    {
        appendU32(m_out, static_cast<std::uint32_t>(versions.size()));
        for (const AbiVersion& one : versions) {
            appendU32(m_out, one.version);
            appendU32(m_out, static_cast<std::uint32_t>(one.type));
        }
    }

    std::vector<std::byte>& m_out;
};

/// Every Debug section's name, not only that of the first: each is copied into a field of fixed
/// size.
Result<> checkNames(const Metadata& metadata)
{
    for (const Section& section : metadata.sections) {
        const auto* debug = std::get_if<DebugSection>(&section);
        if (debug == nullptr || (debug->name.size() < ids::kDebugNameBytes &&
                                 debug->name.find('\0') == std::string::npos))
            continue;
        return fail(Error{
            .code = ErrorCode::InvalidArgument,
            .message = fmt::format("image name \"{}\" does not fit", debug->name),
            .expected = fmt::format("at most {} bytes without NUL", ids::kDebugNameBytes - 1)});
    }
    return {};
}

// ---- reading: one function a section

template <std::size_t N>
std::array<std::uint8_t, N> load(std::span<const std::byte> data, std::size_t offset)
{
    std::array<std::uint8_t, N> bytes{};
    for (std::size_t i = 0; i < N; ++i)
        bytes[i] = static_cast<std::uint8_t>(data[offset + i]);
    return bytes;
}

std::uint32_t u32At(std::span<const std::byte> data, std::size_t offset)
{
    return loadU32(data.subspan(offset).first<4>());
}

Section decodeIdentity(std::span<const std::byte> data)
{
    return IdentitySection{.imageType = static_cast<ImageType>(u32At(data, 0) & 0xFFFFU),
                           .componentId = {load<16>(data, 4)},
                           .imageId = {load<16>(data, 20)}};
}

Section decodeSignature(std::span<const std::byte> data)
{
    return SignatureSection{.certificateThumbprint = load<20>(data, 0), .type = u32At(data, 20)};
}

/// Not a plain DebugSection when the name fills its field without a NUL, which this program does
/// not write: it must be kept.
Section decodeDebug(std::span<const std::byte> data)
{
    const auto name = load<ids::kDebugNameBytes>(data, 8);
    const auto* const end = std::find(name.begin(), name.end(), 0);
    if (end == name.end())
        return OtherSection{.id = ids::kDebug, .data = {data.begin(), data.end()}};
    return DebugSection{.buildTime = u32At(data, 0) | std::uint64_t{u32At(data, 4)} << 32U,
                        .name = std::string(name.begin(), end)};
}

/// Not a plain TemporaryImageSection when there are flags that this program does not know: they
/// must be kept.
Section decodeTemporary(std::span<const std::byte> data)
{
    const std::uint32_t flags = u32At(data, 0);
    if ((flags & ~(ids::kRemoveAtBoot | ids::kUnderDevelopment)) != 0)
        return OtherSection{.id = ids::kTemporaryImage, .data = {data.begin(), data.end()}};
    return TemporaryImageSection{.removeAtBoot = (flags & ids::kRemoveAtBoot) != 0,
                                 .underDevelopment = (flags & ids::kUnderDevelopment) != 0};
}

std::vector<AbiVersion> decodeVersions(std::span<const std::byte> data)
{
    std::vector<AbiVersion> versions;
    for (std::size_t at = 4; at < data.size(); at += 8)
        versions.push_back({.version = u32At(data, at),
                            .type = static_cast<AbiVersion::Type>(u32At(data, at + 4))});
    return versions;
}

/// The sections with a fixed size, in the order of the reference.
struct FixedSection {
    std::uint16_t id;
    std::size_t bytes;
    Section (*decode)(std::span<const std::byte>);
};
constexpr std::array kFixedSections = {
    FixedSection{ids::kIdentity, 36, decodeIdentity},
    FixedSection{ids::kSignature, 24, decodeSignature},
    FixedSection{ids::kDebug, 40, decodeDebug},
    FixedSection{ids::kTemporaryImage, 4, decodeTemporary},
};

class MetadataReader
{
public:
    MetadataReader(std::span<const std::byte> data, std::uint64_t offsetInFile,
                   std::string_view inputName)
        : m_data(data)
        , m_reader(data, inputName, offsetInFile)
    {
    }

    Result<Metadata> read()
    {
        if (auto good = readFrame(); !good)
            return fail(good.error());
        Metadata metadata;
        std::size_t at = kHeaderBytes;
        for (std::uint32_t i = 0; i < m_count; ++i) {
            auto section = readSection(at);
            if (!section)
                return fail(section.error());
            metadata.sections.push_back(std::move(*section));
        }
        if (at != m_data.size() - kLengthBytes)
            return fail(m_reader.error(ErrorCode::Corrupt, at,
                                       "there are bytes behind the last section",
                                       "the metadata's length here"));
        return metadata;
    }

private:
    Result<> readFrame()
    {
        if (m_data.size() < kHeaderBytes + kLengthBytes)
            return fail(m_reader.error(ErrorCode::Corrupt, 0, "the metadata is cut short",
                                       "at least 12 bytes"));
        if (const std::uint32_t magic = u32At(m_data, 0); magic != ids::kMetadataMagic)
            return fail(m_reader.error(ErrorCode::Corrupt, 0,
                                       fmt::format("the metadata's magic is {:#010x}", magic),
                                       fmt::format("{:#010x}", ids::kMetadataMagic)));
        const std::size_t lengthAt = m_data.size() - kLengthBytes;
        if (const std::uint32_t length = u32At(m_data, lengthAt); length != m_data.size())
            return fail(m_reader.error(ErrorCode::Corrupt, lengthAt,
                                       fmt::format("the metadata's length is {}", length),
                                       fmt::format("{}", m_data.size())));
        m_count = u32At(m_data, 4);
        if (m_count > kMaxSections)
            return fail(m_reader.error(ErrorCode::LimitExceeded, 4,
                                       fmt::format("there are {} sections", m_count),
                                       fmt::format("at most {}", kMaxSections)));
        return {};
    }

    /// Reads the section at `at` and moves `at` behind it.
    Result<Section> readSection(std::size_t& at)
    {
        const std::size_t end = m_data.size() - kLengthBytes;
        if (end - at < kTagBytes)
            return fail(m_reader.error(ErrorCode::Corrupt, at, "the section is cut short",
                                       "its id and length"));
        const std::uint32_t tag = u32At(m_data, at);
        const auto id = static_cast<std::uint16_t>(tag & 0xFFFFU);
        const std::size_t bytes = tag >> 16U;
        if (end - at - kTagBytes < bytes)
            return fail(m_reader.error(
                ErrorCode::Corrupt, at, fmt::format("the section's length is {}", bytes),
                fmt::format("at most the {} bytes that follow", end - at - kTagBytes)));
        const auto data = m_data.subspan(at + kTagBytes, bytes);
        auto section = decode(id, data, at);
        at += kTagBytes + bytes;
        return section;
    }

    Result<Section> decode(std::uint16_t id, std::span<const std::byte> data, std::size_t at)
    {
        for (const FixedSection& fixed : kFixedSections) {
            if (fixed.id != id)
                continue;
            if (data.size() != fixed.bytes)
                return fail(wrongLength(at, data.size(), fmt::format("{}", fixed.bytes)));
            return fixed.decode(data);
        }
        if (id != ids::kAbiDepends && id != ids::kAbiProvides)
            return OtherSection{.id = id, .data = {data.begin(), data.end()}};
        if (data.size() < 4 || (data.size() - 4) % 8 != 0 ||
            (data.size() - 4) / 8 != u32At(data, 0))
            return fail(wrongLength(at, data.size(), "4 and 8 for each version that it counts"));
        if (id == ids::kAbiDepends)
            return AbiDependsSection{decodeVersions(data)};
        return AbiProvidesSection{decodeVersions(data)};
    }

    [[nodiscard]] Error wrongLength(std::size_t at, std::size_t bytes, std::string expected) const
    {
        return m_reader.error(ErrorCode::Corrupt, at,
                              fmt::format("the section has {} bytes", bytes), std::move(expected));
    }

    std::span<const std::byte> m_data;
    ByteReader m_reader;
    std::uint32_t m_count = 0;
};

} // namespace

Result<std::vector<std::byte>> writeMetadata(const Metadata& metadata)
{
    if (auto good = checkNames(metadata); !good)
        return fail(good.error());
    std::vector<std::byte> out;
    appendU32(out, ids::kMetadataMagic);
    appendU32(out, static_cast<std::uint32_t>(metadata.sections.size()));
    for (const Section& section : metadata.sections) {
        std::vector<std::byte> data;
        const std::uint16_t id = std::visit(Encoder(data), section);
        if (data.size() > std::numeric_limits<std::uint16_t>::max())
            return fail(
                ErrorCode::LimitExceeded,
                fmt::format("section \"{}\" is too large: {} bytes", name(section), data.size()));
        appendU16(out, id);
        appendU16(out, static_cast<std::uint16_t>(data.size()));
        out.insert(out.end(), data.begin(), data.end());
    }
    if (metadata.sections.size() > kMaxSections ||
        out.size() + kLengthBytes > ids::kMaxMetadataBytes)
        return fail(ErrorCode::LimitExceeded, "there is too much metadata");
    appendU32(out, static_cast<std::uint32_t>(out.size() + kLengthBytes));
    return out;
}

Result<Metadata> readMetadata(std::span<const std::byte> data, std::uint64_t offsetInFile,
                              std::string_view inputName)
{
    return MetadataReader(data, offsetInFile, inputName).read();
}

} // namespace perisphere::image
