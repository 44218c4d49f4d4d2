#include "result_file.hpp"

#include "descriptor_guard.hpp"
#include "perisphere/base/atomic_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace perisphere::a7
{
namespace
{

constexpr std::string_view kGiven = "/dev/fd/";

/// The limit for the program's files is none for those about it.
class WithoutFileLimit
{
public:
    WithoutFileLimit()
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit most = m_before;
        most.rlim_cur = most.rlim_max;
        ::setrlimit(RLIMIT_FSIZE, &most);
    }
    WithoutFileLimit(const WithoutFileLimit&) = delete;
    WithoutFileLimit& operator=(const WithoutFileLimit&) = delete;
    ~WithoutFileLimit() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    rlimit m_before{};
};

bool writeAll(int file, std::string_view text)
{
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

} // namespace

ResultFile::ResultFile(const std::filesystem::path& path)
    : m_path(path.string())
{
    if (!m_path.starts_with(kGiven))
        return;
    int given = -1;
    std::from_chars(m_path.data() + kGiven.size(), m_path.data() + m_path.size(), given);
    m_isGiven = true;
    m_descriptor = keepFromGuest(given);
    std::error_code unknown;
    const auto file =
        std::filesystem::read_symlink(fmt::format("/proc/self/fd/{}", m_descriptor), unknown);
    if (!unknown)
        m_path = file.string();
}

bool ResultFile::open()
{
    if (isOpen())
        return true;
    if (m_isGiven) {
        errno = EBADF;
        return false;
    }
    const int opened = ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    m_descriptor = opened < 0 ? -1 : keepFromGuest(opened);
    return isOpen();
}

Result<> ResultFile::replace(std::string_view text)
{
    if (!m_isGiven)
        return replaceFile(m_path, text);
    return write([text](int file) { return writeAll(file, text); });
}

Result<> ResultFile::append(std::string_view text)
{
    const WithoutFileLimit unlimited;
    const bool isEmpty = open() && (m_isBegun || ::ftruncate(m_descriptor, 0) == 0);
    m_isBegun = true;
    if (!isEmpty || !writeAll(m_descriptor, text))
        return fail(systemError(errno, "write", m_path));
    return {};
}

Result<> ResultFile::write(const std::function<bool(int file)>& write)
{
    const WithoutFileLimit unlimited;
    if (!open() || ::ftruncate(m_descriptor, 0) != 0 || ::lseek(m_descriptor, 0, SEEK_SET) != 0 ||
        !write(m_descriptor))
        return fail(systemError(errno, "write", m_path));
    return {};
}

} // namespace perisphere::a7
