#include "own_network_files.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

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
    file->m_descriptor.reset(::mkostemp(path.data(), O_CLOEXEC));
    if (!file->m_descriptor)
        return fail(systemError(errno, "create", path));
    file->m_path = path;
    if (::fchmod(file->m_descriptor.get(), 0644) != 0 ||
        ::write(file->m_descriptor.get(), text.data(), text.size()) !=
            static_cast<ssize_t>(text.size()))
        return fail(systemError(errno, "write", path));
    return file;
}

TemporaryFile::~TemporaryFile()
{
    if (!m_path.empty())
        ::unlink(m_path.c_str());
}

Result<OwnNetworkFiles> makeOwnNetworkFiles(const NetworkPolicy& policy)
{
    // Files only: no resolver of the host is asked for what the policy does not know.
    constexpr std::string_view kNameServices =
        "passwd: files\ngroup: files\nhosts: files\nservices: files\nprotocols: files\n";
    auto hosts = TemporaryFile::create(policy.hostsFile());
    if (!hosts)
        return fail(hosts.error());
    auto nameServices = TemporaryFile::create(kNameServices);
    if (!nameServices)
        return fail(nameServices.error());
    return OwnNetworkFiles{.hosts = std::move(*hosts), .nameServices = std::move(*nameServices)};
}

} // namespace perisphere::device
