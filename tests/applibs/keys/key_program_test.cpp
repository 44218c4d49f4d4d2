// The program that holds keys, as the daemon starts it, with a real TPM and with files.
#include "perisphere/keys/key_program.hpp"

#include "p256.hpp"
#include "software_tpm.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <optional>
#include <sstream>
#include <sys/stat.h>

namespace perisphere::key_program_test
{

using namespace perisphere::keys;

namespace
{

namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

/// Device keys of either kind, in a folder of their own.
struct Keys {
    explicit Keys(KeyKind kindOfKeys)
        : kind(kindOfKeys)
    {
        if (kind == KeyKind::Tpm)
            tpm.emplace();
    }
    [[nodiscard]] KeyOptions options(bool mayCreate = true) const
    {
        return {.program = PERISPHERE_KEYS,
                .kind = kind,
                .file = file(),
                .tpm = tpm ? tpm->name() : std::string(),
                .mayCreate = mayCreate};
    }
    [[nodiscard]] fs::path file() const { return folder / "device.key"; }
    [[nodiscard]] std::unique_ptr<KeyProgram> open(bool mayCreate = true) const
    {
        auto key = KeyProgram::open(options(mayCreate));
        if (!key)
            FAIL(key.error().toString());
        return std::move(*key);
    }

    KeyKind kind;
    test::TemporaryDirectory folder;
    std::optional<test::SoftwareTpm> tpm;
};

bool isSigned(const Bytes& publicKey, const Bytes& digest, const Bytes& signature)
{
    const unsigned char* at = publicKey.data();
    const identity::PkeyPtr key(d2i_PUBKEY(nullptr, &at, static_cast<long>(publicKey.size())));
    REQUIRE(key);
    return identity::isSignedBy(*key, digest, signature);
}

Bytes digestOf(std::size_t size)
{
    Bytes digest(size);
    for (std::size_t i = 0; i < size; ++i)
        digest[i] = static_cast<std::uint8_t>(i * 7 + 1);
    return digest;
}

/// The process that a key of this one's is in: its child with that name.
pid_t processOfKey()
{
    for (const auto& entry : fs::directory_iterator("/proc")) {
        std::ifstream status(entry.path() / "status");
        std::string line;
        std::string name;
        for (std::string text; std::getline(status, text);) {
            if (text.starts_with("Name:"))
                name = text;
            if (text == fmt::format("PPid:\t{}", ::getpid()) &&
                name.find("perisphere-keys") != std::string::npos)
                return std::stoi(entry.path().filename().string());
        }
    }
    return 0;
}

std::string statusOf(pid_t process, const std::string& key)
{
    std::ifstream status(fmt::format("/proc/{}/status", process));
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(key + ":\t"))
            return line.substr(key.size() + 2);
    return {};
}

} // namespace

TEST_CASE("a device's key signs, and is the same after every start", "[keys]")
{
    const Keys keys(GENERATE(KeyKind::Tpm, KeyKind::File));
    const Bytes publicKey = keys.open()->publicKey();
    CHECK(publicKey.size() == 91);
    const auto again = keys.open(false);
    CHECK(again->publicKey() == publicKey);
    // As TLS has them: SHA-1, SHA-256, SHA-384, SHA-512.
    for (const std::size_t size : {20U, 32U, 48U, 64U}) {
        const auto signature = again->sign(digestOf(size));
        REQUIRE(signature);
        CHECK(isSigned(publicKey, digestOf(size), *signature));
        CHECK_FALSE(isSigned(publicKey, digestOf(size), again->sign(Bytes(size)).value()));
    }
    CHECK(again->sign(Bytes(19)).error().code == ErrorCode::InvalidArgument);
    CHECK(again->sign(Bytes(65)).error().code == ErrorCode::InvalidArgument);
}

TEST_CASE("a key of a TPM is there again after a loss of power, and useless to another TPM",
          "[keys]")
{
    Keys keys(KeyKind::Tpm);
    const Bytes publicKey = keys.open()->publicKey();
    keys.tpm->restart();
    CHECK(keys.open(false)->publicKey() == publicKey);
    keys.tpm.reset();
    keys.tpm.emplace();
    const auto other = KeyProgram::open(keys.options());
    REQUIRE_FALSE(other);
    CHECK(other.error().code == ErrorCode::Untrusted);
    CHECK(other.error().message.find("this TPM does not take the key") != std::string::npos);
}

TEST_CASE("the file of a key in a TPM is its owner's alone, and has no key that could be used",
          "[keys]")
{
    const Keys keys(KeyKind::Tpm);
    const auto key = keys.open();
    struct stat status {
    };
    REQUIRE(::stat(keys.file().c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600U);
    std::ifstream in(keys.file());
    std::stringstream text;
    text << in.rdbuf();
    CHECK(text.str().find("TSS2 PRIVATE KEY") != std::string::npos);
    const std::string pem = text.str();
    const identity::PkeyPtr loaded(
        PEM_read_bio_PrivateKey(certificates::readFrom(pem).get(), nullptr, nullptr, nullptr));
    CHECK_FALSE(loaded);
    ERR_clear_error();
}

TEST_CASE("without a key none is made unasked, and a key that is damaged is not replaced", "[keys]")
{
    const Keys keys(GENERATE(KeyKind::Tpm, KeyKind::File));
    CHECK(KeyProgram::open(keys.options(false)).error().code == ErrorCode::NotFound);
    CHECK_FALSE(fs::exists(keys.file()));
    std::ofstream(keys.file()) << "no key";
    CHECK(KeyProgram::open(keys.options()).error().code == ErrorCode::Corrupt);
}

TEST_CASE("what is in the way of a key is told", "[keys]")
{
    test::TemporaryDirectory folder;
    KeyOptions options{.program = PERISPHERE_KEYS,
                       .file = folder / "device.key",
                       .tpm = "device:" + (folder / "none").string(),
                       .mayCreate = true};
    CHECK(KeyProgram::open(options).error().message.find("there is no TPM at") !=
          std::string::npos);
    options.program = folder / "perisphere-keys";
    CHECK(KeyProgram::open(options).error().code == ErrorCode::NotFound);
}

TEST_CASE("a program that has ended is started again", "[keys]")
{
    const Keys keys(KeyKind::File);
    const auto key = keys.open();
    const pid_t process = processOfKey();
    REQUIRE(process > 0);
    ::kill(process, SIGKILL);
    siginfo_t info{};
    REQUIRE(::waitid(P_PID, static_cast<id_t>(process), &info, WEXITED | WNOWAIT) == 0);
    const auto signature = key->sign(digestOf(32));
    REQUIRE(signature);
    CHECK(isSigned(key->publicKey(), digestOf(32), *signature));
    CHECK(processOfKey() != process);
}

TEST_CASE("the program that has the key has no rights, and few system calls", "[keys]")
{
    const Keys keys(GENERATE(KeyKind::Tpm, KeyKind::File));
    const auto key = keys.open();
    const pid_t process = processOfKey();
    REQUIRE(process > 0);
    CHECK(statusOf(process, "NoNewPrivs") == "1");
    CHECK(statusOf(process, "Seccomp") == "2");
    if (::geteuid() == 0) {
        CHECK(statusOf(process, "Uid") == fmt::format("{0}\t{0}\t{0}\t{0}", kKeysUser));
        CHECK(statusOf(process, "Groups").find_first_not_of(' ') == std::string::npos);
        for (const char* const set : {"CapInh", "CapPrm", "CapEff", "CapAmb"})
            CHECK(statusOf(process, set) == "0000000000000000");
    }
    // Its memory is not to be read by another process of the same user, nor dumped: files of
    // /proc are root's then.
    struct stat status {
    };
    REQUIRE(::stat(fmt::format("/proc/{}/mem", process).c_str(), &status) == 0);
    CHECK(status.st_uid == 0);
    CHECK(key->sign(digestOf(32)));
}

} // namespace perisphere::key_program_test
