#include "own_network_files.hpp"

#include "perisphere/base/unique_fd.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace perisphere::device
{

Result<std::unique_ptr<TemporaryFile>> TemporaryFile::create(std::string_view text)
{
    std::error_code problem;
    auto folder = std::filesystem::temp_directory_path(problem);
    if (problem)
        folder = "/tmp";
    std::string path = (folder / "perisphere-XXXXXX").string();
    std::unique_ptr<TemporaryFile> file(new TemporaryFile);
    const UniqueFd descriptor(::mkostemp(path.data(), O_CLOEXEC));
    if (!descriptor)
        return fail(systemError(errno, "create", path));
    file->m_path = path;
    if (::fchmod(descriptor.get(), 0644) != 0 ||
        ::write(descriptor.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        return fail(systemError(errno, "write", path));
    return file;
}

TemporaryFile::~TemporaryFile()
{
    if (!m_path.empty())
        ::unlink(m_path.c_str());
}

Result<OwnNetworkFiles> makeOwnNetworkFiles()
{
    // No service of the host is asked: its caches and daemons know names that the app must not.
    constexpr std::string_view kNameServices =
        "passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n";
    // Without an answer, glibc would try for 10 s; the app waits in real time.
    constexpr std::string_view kResolver =
        "nameserver 127.0.0.1\nsearch .\noptions timeout:1 attempts:1\n";
    OwnNetworkFiles files;
    for (const auto& [file, text] :
         {std::pair(&files.hosts, std::string_view("127.0.0.1 localhost\n")),
          std::pair(&files.nameServices, kNameServices), std::pair(&files.resolver, kResolver)}) {
        auto made = TemporaryFile::create(text);
        if (!made)
            return fail(made.error());
        *file = std::move(*made);
    }
    return files;
}

} // namespace perisphere::device
