#include "app_files.hpp"

#include "perisphere/device/loader_files.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace perisphere::device
{
namespace
{

struct SystemFile {
    const char* path;
    FileUse use;
    const char* why;
};

/// In none of these is anything of a user's. /etc/passwd, /etc/ssl/private and the programs of
/// /usr/bin are left out on purpose.
constexpr std::array kSystemFiles = {
    SystemFile{"/lib", FileUse::Read, "shared libraries"},
    SystemFile{"/lib32", FileUse::Read, "shared libraries"},
    SystemFile{"/lib64", FileUse::Read, "shared libraries"},
    SystemFile{"/usr/lib", FileUse::Read, "shared libraries, locales, conversions"},
    SystemFile{"/usr/lib32", FileUse::Read, "shared libraries"},
    SystemFile{"/usr/lib64", FileUse::Read, "shared libraries"},
    SystemFile{"/usr/local/lib", FileUse::Read, "shared libraries"},
    SystemFile{"/etc/ld.so.cache", FileUse::Read, "where shared libraries are"},
    SystemFile{"/etc/ld.so.preload", FileUse::Read, "shared libraries for all programs"},
    SystemFile{"/etc/localtime", FileUse::Read, "localtime()"},
    SystemFile{"/usr/share/zoneinfo", FileUse::Read, "localtime() with TZ"},
    SystemFile{"/etc/hosts", FileUse::Read, "getaddrinfo(); where the app has none of its own"},
    SystemFile{"/etc/nsswitch.conf", FileUse::Read, "getaddrinfo(), likewise"},
    SystemFile{"/etc/resolv.conf", FileUse::Read, "getaddrinfo()"},
    SystemFile{"/etc/host.conf", FileUse::Read, "getaddrinfo()"},
    SystemFile{"/etc/gai.conf", FileUse::Read, "getaddrinfo()"},
    SystemFile{"/etc/services", FileUse::Read, "getservbyname()"},
    SystemFile{"/etc/protocols", FileUse::Read, "getprotobyname()"},
    SystemFile{"/etc/ssl/certs", FileUse::Read, "TLS: certificate authorities"},
    SystemFile{"/etc/ssl/cert.pem", FileUse::Read, "TLS: certificate authorities (Alpine)"},
    SystemFile{"/etc/ssl/openssl.cnf", FileUse::Read, "TLS: OpenSSL's settings"},
    SystemFile{"/usr/share/ca-certificates", FileUse::Read, "TLS: what /etc/ssl/certs links to"},
    SystemFile{"/usr/local/share/ca-certificates", FileUse::Read, "TLS: likewise"},
    SystemFile{"/etc/pki/tls/certs", FileUse::Read, "TLS: certificate authorities (Fedora)"},
    SystemFile{"/etc/pki/ca-trust/extracted", FileUse::Read, "TLS: likewise"},
    SystemFile{"/etc/pki/tls/openssl.cnf", FileUse::Read, "TLS: OpenSSL's settings (Fedora)"},
    SystemFile{"/etc/crypto-policies", FileUse::Read, "TLS: what these include"},
    SystemFile{"/etc/ca-certificates/extracted", FileUse::Read, "TLS: authorities (Arch)"},
    SystemFile{"/dev/null", FileUse::Write, "opened by libraries"},
    SystemFile{"/dev/zero", FileUse::Write, "opened by libraries"},
    SystemFile{"/dev/random", FileUse::Read, "opened by libraries"},
    SystemFile{"/dev/urandom", FileUse::Read, "opened by libraries"},
};

std::string_view libraryPathOf(const ChildProcessSpec& spec)
{
    constexpr std::string_view kName = "LD_LIBRARY_PATH=";
    const auto set = std::find_if(spec.environment.begin(), spec.environment.end(),
                                  [&](const auto& one) { return one.starts_with(kName); });
    return set == spec.environment.end() ? std::string_view()
                                         : std::string_view(*set).substr(kName.size());
}

} // namespace

std::vector<FileGrant> grantsFor(const App& app, const ChildProcessSpec& spec,
                                 const HostFiles& files)
{
    std::vector<FileGrant> grants = {{.path = app.imageRoot, .use = FileUse::Execute}};
    for (const SystemFile& file : kSystemFiles)
        grants.push_back({.path = file.path, .use = file.use, .isOptional = true});
    const LoaderFiles loaded = loaderFilesOf(spec.program, libraryPathOf(spec));
    if (loaded.interpreter) // the kernel executes it, and it only reads what it loads
        grants.push_back(
            {.path = *loaded.interpreter, .use = FileUse::Execute, .isOptional = true});
    for (const std::filesystem::path& library : loaded.libraries)
        grants.push_back({.path = library, .isOptional = true});
    for (const auto& [source, target] : spec.ownFiles) // rules go by file, not by path
        grants.push_back({.path = source});
    if (app.manifest.capabilities.contains(manifest::Capability::DeviceAuthentication) &&
        !files.certificates.empty())
        grants.push_back({.path = files.certificates, .isOptional = true});
    for (const std::filesystem::path& path : files.allowed)
        grants.push_back({.path = path, .use = FileUse::Change});
    return grants;
}

} // namespace perisphere::device
