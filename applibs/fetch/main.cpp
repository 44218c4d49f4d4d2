// perisphere-fetch: one file over HTTPS to the standard output, for perisphered, which does not
// link an HTTP library and would not have one run as root.
//
// It gives up all rights before it looks at anything, and is believed nothing: what it brings is
// verified by who has started it. Only the file of authorities is read before, as it may be root's.
// Exit codes: 0, it is all there; 3, the server has no such file; 1, anything else, with one line
// about it on the standard error stream.

#include <CLI/CLI.hpp>
#include <curl/curl.h>
#include <fmt/format.h>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace
{

constexpr int kFailed = 1;
constexpr int kMissing = 3;

struct Options {
    std::string url;
    std::uint64_t maxBytes = 0;
    long maxSeconds = 0;
    std::string authorities;  ///< a PEM file; empty: the system's
    std::string certificates; ///< what is in it
};

int fails(std::string_view what)
{
    fmt::print(stderr, "{}\n", what);
    return kFailed;
}

bool readAuthorities(Options& options)
{
    constexpr std::size_t kMaxBytes = 4UL * 1024 * 1024;
    std::ifstream file(options.authorities, std::ios::binary);
    options.certificates.resize(kMaxBytes);
    file.read(options.certificates.data(), static_cast<std::streamsize>(kMaxBytes));
    options.certificates.resize(static_cast<std::size_t>(file.gcount()));
    return !options.certificates.empty();
}

/// As root: nobody from here on. As somebody else: no rights that programs give.
bool giveUpRights()
{
    constexpr ::uid_t kNobody = 65534;
    constexpr ::rlim_t kDescriptors = 64;
    if (::geteuid() == 0 &&
        (::setgroups(0, nullptr) != 0 || ::setresgid(kNobody, kNobody, kNobody) != 0 ||
         ::setresuid(kNobody, kNobody, kNobody) != 0))
        return false;
    const ::rlimit none{.rlim_cur = 0, .rlim_max = 0};
    const ::rlimit few{.rlim_cur = kDescriptors, .rlim_max = kDescriptors};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && ::setrlimit(RLIMIT_CORE, &none) == 0 &&
           ::setrlimit(RLIMIT_NOFILE, &few) == 0;
}

/// Where the bytes go, and how many may yet.
class Output
{
public:
    Output(CURL* transfer, std::uint64_t maxBytes)
        : m_transfer(transfer)
        , m_left(maxBytes)
    {
    }

    /// CURLOPT_WRITEFUNCTION. What the server says besides the file is dropped.
    static std::size_t take(char* data, std::size_t /*one*/, std::size_t bytes, void* self)
    {
        auto& output = *static_cast<Output*>(self);
        constexpr long kOk = 200;
        long status = 0;
        curl_easy_getinfo(output.m_transfer, CURLINFO_RESPONSE_CODE, &status);
        if (status != kOk)
            return bytes;
        output.m_isTooLong = bytes > output.m_left;
        if (output.m_isTooLong)
            return 0;
        output.m_left -= bytes;
        return output.write(data, bytes) ? bytes : 0;
    }

    [[nodiscard]] bool isTooLong() const { return m_isTooLong; }
    [[nodiscard]] int error() const { return m_error; }

private:
    bool write(const char* data, std::size_t bytes)
    {
        while (bytes != 0) {
            const ::ssize_t written = ::write(STDOUT_FILENO, data, bytes);
            if (written < 0 && errno == EINTR)
                continue;
            if (written < 0) {
                m_error = errno;
                return false;
            }
            data += written;
            bytes -= static_cast<std::size_t>(written);
        }
        return true;
    }

    CURL* m_transfer;
    std::uint64_t m_left;
    bool m_isTooLong = false;
    int m_error = 0;
};

/// False where the library knows no such option.
bool setUp(CURL* transfer, const Options& options, Output& output, char* reason)
{
    constexpr long kMaxRedirects = 3;
    constexpr long kConnectSeconds = 30;
    constexpr long kLeastBytesPerSecond = 64; // slower than this for that long is no transfer
    constexpr long kLeastSeconds = 30;
    const bool isSet =
        curl_easy_setopt(transfer, CURLOPT_URL, options.url.c_str()) == CURLE_OK &&
        curl_easy_setopt(transfer, CURLOPT_PROTOCOLS_STR, "https") == CURLE_OK &&
        curl_easy_setopt(transfer, CURLOPT_REDIR_PROTOCOLS_STR, "https") == CURLE_OK &&
        curl_easy_setopt(transfer, CURLOPT_FOLLOWLOCATION, 1L) == CURLE_OK &&
        curl_easy_setopt(transfer, CURLOPT_MAXREDIRS, kMaxRedirects) == CURLE_OK &&
        curl_easy_setopt(transfer, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
        curl_easy_setopt(transfer, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
        curl_easy_setopt(transfer, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2}) == CURLE_OK &&
        curl_easy_setopt(transfer, CURLOPT_CONNECTTIMEOUT, kConnectSeconds) == CURLE_OK &&
        curl_easy_setopt(transfer, CURLOPT_TIMEOUT, options.maxSeconds) == CURLE_OK &&
        curl_easy_setopt(transfer, CURLOPT_LOW_SPEED_LIMIT, kLeastBytesPerSecond) == CURLE_OK &&
        curl_easy_setopt(transfer, CURLOPT_LOW_SPEED_TIME, kLeastSeconds) == CURLE_OK &&
        curl_easy_setopt(transfer, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
        curl_easy_setopt(transfer, CURLOPT_USERAGENT, "perisphere") == CURLE_OK &&
        curl_easy_setopt(transfer, CURLOPT_ERRORBUFFER, reason) == CURLE_OK &&
        curl_easy_setopt(transfer, CURLOPT_WRITEFUNCTION, &Output::take) == CURLE_OK &&
        curl_easy_setopt(transfer, CURLOPT_WRITEDATA, &output) == CURLE_OK;
    // Not copied: the options outlive the transfer.
    curl_blob authorities{.data = const_cast<char*>(options.certificates.data()),
                          .len = options.certificates.size(),
                          .flags = CURL_BLOB_NOCOPY};
    return isSet && (options.authorities.empty() ||
                     (curl_easy_setopt(transfer, CURLOPT_CAPATH, nullptr) == CURLE_OK &&
                      curl_easy_setopt(transfer, CURLOPT_CAINFO_BLOB, &authorities) == CURLE_OK));
}

int conclude(CURL* transfer, CURLcode code, const Options& options, const Output& output,
             std::string_view reason)
{
    constexpr long kOk = 200;
    constexpr long kNotFound = 404;
    constexpr long kGone = 410;
    if (output.isTooLong())
        return fails(fmt::format("the file is longer than {} bytes", options.maxBytes));
    if (output.error() != 0)
        return fails(fmt::format("cannot write: {}", std::strerror(output.error())));
    if (code != CURLE_OK)
        return fails(reason.empty() ? std::string_view(curl_easy_strerror(code)) : reason);
    long status = 0;
    curl_easy_getinfo(transfer, CURLINFO_RESPONSE_CODE, &status);
    if (status == kOk)
        return 0;
    fmt::print(stderr, "the server says {}\n", status);
    return status == kNotFound || status == kGone ? kMissing : kFailed;
}

int fetch(Options options)
{
    if (!options.authorities.empty() && !readAuthorities(options))
        return fails(fmt::format("cannot read \"{}\"", options.authorities));
    if (!giveUpRights())
        return fails("cannot give up rights");
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return fails("the HTTP library cannot start");
    const std::unique_ptr<CURL, void (*)(CURL*)> transfer(curl_easy_init(), curl_easy_cleanup);
    if (!transfer)
        return fails("the HTTP library cannot start");
    std::array<char, CURL_ERROR_SIZE> reason{};
    Output output(transfer.get(), options.maxBytes);
    if (!setUp(transfer.get(), options, output, reason.data()))
        return fails("the HTTP library does not know all options");
    const CURLcode code = curl_easy_perform(transfer.get());
    return conclude(transfer.get(), code, options, output, reason.data());
}

} // namespace

int main(int argc, char** argv)
{
    Options options;
    CLI::App app("Writes a file that an HTTPS server has to the standard output.");
    app.add_option("URL", options.url, "https://...")->required();
    app.add_option("--max-bytes", options.maxBytes, "of the file")->required();
    app.add_option("--max-seconds", options.maxSeconds, "for all of it")->required();
    app.add_option("--authorities", options.authorities,
                   "certificates (PEM) that servers' are to come from; the system's unless given");
    CLI11_PARSE(app, argc, argv);
    return fetch(std::move(options));
}
