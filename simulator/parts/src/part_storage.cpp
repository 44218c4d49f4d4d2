#include "perisphere/parts/part_storage.hpp"

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <vector>

namespace perisphere::parts
{
namespace
{

class BytesInMemory final : public StoredBytes
{
public:
    BytesInMemory(std::size_t size, std::uint8_t fill)
        : m_bytes(size, fill)
    {
    }
    std::span<std::uint8_t> bytes() override { return m_bytes; }
    Result<void> commit(std::size_t /*offset*/, std::size_t /*size*/) override { return {}; }

private:
    std::vector<std::uint8_t> m_bytes;
};

class BytesInFile final : public StoredBytes
{
public:
    BytesInFile(std::string path, UniqueFd file, std::vector<std::uint8_t> bytes)
        : m_path(std::move(path))
        , m_file(std::move(file))
        , m_bytes(std::move(bytes))
    {
    }
    std::span<std::uint8_t> bytes() override { return m_bytes; }

    Result<void> commit(std::size_t offset, std::size_t size) override
    {
        while (size > 0) {
            const ::ssize_t written =
                ::pwrite(m_file.get(), m_bytes.data() + offset, size, static_cast<::off_t>(offset));
            if (written < 0 && errno == EINTR)
                continue;
            if (written < 0)
                return fail(systemError(errno, "write", m_path));
            offset += static_cast<std::size_t>(written);
            size -= static_cast<std::size_t>(written);
        }
        return {};
    }

private:
    std::string m_path;
    UniqueFd m_file;
    std::vector<std::uint8_t> m_bytes;
};

} // namespace

Result<std::unique_ptr<StoredBytes>> MemoryStorage::open(std::string_view /*name*/,
                                                         std::size_t size, std::uint8_t fill)
{
    return std::make_unique<BytesInMemory>(size, fill);
}

Result<std::unique_ptr<StoredBytes>> FolderStorage::open(std::string_view name, std::size_t size,
                                                         std::uint8_t fill)
{
    const std::string path = (m_folder / fmt::format("{}.bin", name)).string();
    std::error_code error;
    std::vector<std::uint8_t> content(size, fill);
    if (std::filesystem::exists(path, error)) {
        auto read = readBinaryFile(path, size + 1);
        if (!read && read.error().code != ErrorCode::LimitExceeded)
            return fail(read.error());
        if (!read || read->size() != size)
            return fail(Error{.code = ErrorCode::Invalid,
                              .message = "the stored contents have another size than the part",
                              .where = {.file = path},
                              .expected = fmt::format("{} bytes", size),
                              .advice = "move the file away to begin with empty contents"});
        for (std::size_t i = 0; i < size; ++i)
            content[i] = std::to_integer<std::uint8_t>((*read)[i]);
    } else if (auto made = replaceFile(path, std::as_bytes(std::span(content))); !made) {
        return fail(made.error());
    }
    UniqueFd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (file.get() < 0)
        return fail(systemError(errno, "open", path));
    return std::make_unique<BytesInFile>(path, std::move(file), std::move(content));
}

} // namespace perisphere::parts
