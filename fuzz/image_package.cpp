// Image packages: the metadata and the tree that were read are the same after they are written.

#include "perisphere/image/package.hpp"

#include <boost/crc.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

using namespace perisphere;

namespace
{

constexpr std::size_t kCrcOffset = 32;

void require(bool holds)
{
    if (!holds)
        std::abort();
}

/// With the CRC that its content has: else hardly an input would get past that check.
std::vector<std::byte> withCrc(std::span<const std::byte> body)
{
    std::vector<std::byte> bytes(body.begin(), body.end());
    if (bytes.size() < kCrcOffset + 4)
        return bytes;
    std::fill_n(bytes.begin() + kCrcOffset, 4, std::byte{0});
    boost::crc_32_type crc;
    crc.process_bytes(bytes.data(), bytes.size());
    for (unsigned i = 0; i < 4; ++i)
        bytes[kCrcOffset + i] = static_cast<std::byte>(crc.checksum() >> (8 * i));
    return bytes;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto package = image::readPackage(std::as_bytes(std::span(data, size)), "input");
    if (!package)
        return 0;
    const auto metadata = image::writeMetadata(package->metadata);
    require(metadata && image::readMetadata(*metadata, 0, "again").value() == package->metadata);
    const auto files = image::readFileSystem(withCrc(package->body()), "input");
    if (!files)
        return 0;
    const auto body = image::writeFileSystem(files->tree);
    require(body && image::readFileSystem(*body, "again").value().tree == files->tree);
    return 0;
}
