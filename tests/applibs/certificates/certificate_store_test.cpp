#include "perisphere/certificates/certificate_store.hpp"

#include "pem.h"
#include "perisphere/base/file.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <cerrno>
#include <fstream>
#include <sys/stat.h>

namespace perisphere::certificate_store_test
{

using namespace perisphere::certificates;
using device::ClientCertificate;
using test::TemporaryDirectory;
namespace fs = std::filesystem;

namespace
{

constexpr ClientCertificate kClient{PEM_EC_CERTIFICATE, PEM_EC_KEY, {}};

std::unique_ptr<CertificateStore> openStore(const fs::path& folder)
{
    auto store = CertificateStore::open(folder);
    REQUIRE(store);
    return std::move(*store);
}

template <class T>
int errorOf(const device::Outcome<T>& outcome)
{
    return outcome ? 0 : outcome.error().error;
}

std::string withoutLineBreaks(std::string pem)
{
    std::erase(pem, '\n');
    return pem;
}

/// Of a file, what comes after its first line.
std::string rest(const fs::path& path)
{
    const std::string text = readTextFile(path, 65'536).value();
    return text.substr(text.find('\n') + 1);
}

std::size_t sizeOf(const ClientCertificate& client)
{
    return client.certificate.size() + client.privateKey.size();
}

} // namespace

TEST_CASE("a certificate tells its names and times, and is kept")
{
    const TemporaryDirectory folder;
    {
        const auto store = openStore(folder / "certificates");
        REQUIRE(store->installRootCa("root", PEM_ROOT_CERTIFICATE));
        REQUIRE(store->installClient("client", kClient));
    }
    const auto store = openStore(folder / "certificates");
    CHECK(store->count().value() == 2);
    CHECK(store->identifierAt(0).value() == "client");
    CHECK(store->identifierAt(1).value() == "root");
    CHECK(errorOf(store->identifierAt(2)) == ERANGE);
    const auto root = store->facts("root");
    REQUIRE(root);
    CHECK(root->subject == "/CN=root/O=Example");
    CHECK(root->issuer == root->subject);
    CHECK(root->notBefore == 1'582'979'696); // 2020-02-29 12:34:56 UTC
    CHECK(root->notAfter == 4'102'444'799);  // 2099-12-31 23:59:59 UTC
    CHECK(store->facts("client")->subject == "/C=CH/O=Example/CN=client");
    CHECK(errorOf(store->facts("other")) == ENOENT);
    CHECK(store->availableSpace().value() ==
          kStoreBytes - sizeOf(kClient) - std::string_view(PEM_ROOT_CERTIFICATE).size());
    const auto all = store->all();
    REQUIRE(all.size() == 2);
    CHECK(all[0].hasPrivateKey);
    CHECK_FALSE(all[1].hasPrivateKey);
    CHECK(all[1].certificate == PEM_ROOT_CERTIFICATE);
}

TEST_CASE("a long name is cut")
{
    const TemporaryDirectory folder;
    const auto store = openStore(folder.path());
    REQUIRE(store->installRootCa("long", PEM_LONG_NAME_CERTIFICATE));
    CHECK(store->facts("long")->subject.size() == 300);
    CHECK(store->facts("long")->subject.starts_with("/OU=xxx"));
}

TEST_CASE("files of the store are their owner's alone")
{
    const TemporaryDirectory folder;
    const auto store = openStore(folder / "certificates");
    REQUIRE(store->installClient("client", kClient));
    struct stat status {
    };
    REQUIRE(::stat((folder / "certificates").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0700U);
    REQUIRE(::stat((folder / "certificates/client.pem").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600U);
}

TEST_CASE("other programs find certificates and keys as all can read them")
{
    const TemporaryDirectory folder;
    const auto store = openStore(folder.path());
    const std::string chain = "ours" PEM_EC_CERTIFICATE "and whose" PEM_ROOT_CERTIFICATE;
    REQUIRE(store->installClient("client", {chain, PEM_EC_KEY_ENCRYPTED, "secret"}));
    REQUIRE(store->installRootCa("root", withoutLineBreaks(PEM_ROOT_CERTIFICATE)));
    CHECK_FALSE(store->clientFile("root").has_value());
    CHECK_FALSE(store->rootFile("client").has_value());
    CHECK_FALSE(store->clientFile("other").has_value());
    CHECK(rest(store->rootFile("root").value()) == PEM_ROOT_CERTIFICATE);
    const std::string text = rest(store->clientFile("client").value());
    CHECK(
        text.starts_with(PEM_EC_CERTIFICATE PEM_ROOT_CERTIFICATE "-----BEGIN PRIVATE KEY-----\n"));
    CHECK(text.ends_with("\n-----END PRIVATE KEY-----\n"));
    CHECK(text.find("secret") == std::string::npos);
    // What is free is counted by what came, before and after a new start.
    const std::size_t room = chain.size() + std::string_view(PEM_EC_KEY_ENCRYPTED).size() +
                             withoutLineBreaks(PEM_ROOT_CERTIFICATE).size();
    CHECK(store->availableSpace().value() == kStoreBytes - room);
    CHECK(openStore(folder.path())->availableSpace().value() == kStoreBytes - room);
}

TEST_CASE("installing under an identifier that is taken replaces, whatever was there")
{
    const TemporaryDirectory folder;
    const auto store = openStore(folder.path());
    REQUIRE(store->installClient("a", kClient));
    REQUIRE(store->installRootCa("a", PEM_ROOT_CERTIFICATE));
    CHECK(store->count().value() == 1);
    CHECK(store->facts("a")->subject == "/CN=root/O=Example");
    CHECK(store->availableSpace().value() ==
          kStoreBytes - std::string_view(PEM_ROOT_CERTIFICATE).size());
}

TEST_CASE("what does not fit any more is refused, and a replacement counts without the old one")
{
    const TemporaryDirectory folder;
    const auto store = openStore(folder.path());
    const std::string padded = std::string(PEM_ROOT_CERTIFICATE) + std::string(7'500, '\n');
    for (const char* id : {"a", "b", "c"})
        REQUIRE(store->installRootCa(id, padded));
    CHECK(errorOf(store->installRootCa("d", padded)) == ENOSPC);
    CHECK(errorOf(store->installClient("d", kClient)) == ENOSPC);
    CHECK(store->installRootCa("c", padded));
    CHECK(store->count().value() == 3);
    REQUIRE(store->remove("a"));
    CHECK(store->installRootCa("d", padded));
}

TEST_CASE("moving renames, over what was there")
{
    const TemporaryDirectory folder;
    const auto store = openStore(folder.path());
    REQUIRE(store->installClient("new", kClient));
    REQUIRE(store->installRootCa("current", PEM_ROOT_CERTIFICATE));
    CHECK(errorOf(store->move("none", "current")) == ENOENT);
    REQUIRE(store->move("new", "new"));
    REQUIRE(store->move("new", "current"));
    CHECK(store->count().value() == 1);
    CHECK(store->facts("current")->subject == "/C=CH/O=Example/CN=client");
    const auto again = openStore(folder.path());
    CHECK(again->count().value() == 1);
    CHECK(again->facts("current")->subject == "/C=CH/O=Example/CN=client");
    CHECK(store->move("current", "elsewhere")); // where nothing was
    CHECK(errorOf(store->facts("current")) == ENOENT);
}

TEST_CASE("identifiers of dots are files like others")
{
    const TemporaryDirectory folder;
    const auto store = openStore(folder / "certificates");
    for (const char* id : {".", "..", ".x", "Aa-_.9"})
        REQUIRE(store->installRootCa(id, PEM_ROOT_CERTIFICATE));
    CHECK(openStore(folder / "certificates")->count().value() == 4);
    CHECK(store->remove(".."));
    CHECK(fs::exists(folder / "certificates"));
}

TEST_CASE("a store that is not ready says so to everything")
{
    const TemporaryDirectory folder;
    const auto store = openStore(folder.path());
    bool isReady = false;
    store->setReadiness([&] { return isReady; });
    CHECK(errorOf(store->installClient("a", kClient)) == EAGAIN);
    CHECK(errorOf(store->installRootCa("a", PEM_ROOT_CERTIFICATE)) == EAGAIN);
    CHECK(errorOf(store->remove("a")) == EAGAIN);
    CHECK(errorOf(store->move("a", "b")) == EAGAIN);
    CHECK(errorOf(store->count()) == EAGAIN);
    CHECK(errorOf(store->identifierAt(0)) == EAGAIN);
    CHECK(errorOf(store->availableSpace()) == EAGAIN);
    CHECK(errorOf(store->facts("a")) == EAGAIN);
    isReady = true;
    CHECK(store->count().value() == 0);
}

TEST_CASE("a damaged entry is listed, tells nothing, and can be replaced or removed")
{
    const TemporaryDirectory folder;
    for (const char* content :
         {"", "garbage", "perisphere-certificate 2 5 -1 5\nshort", "perisphere-certificate 2 4 ",
          "perisphere-certificate 2 99999 -1 4\nxx", "perisphere-certificate 2 -1 -1 0\n",
          "perisphere-certificate 2 5 -1 -1\nshort"}) {
        std::ofstream(folder / "a.pem") << content;
        const auto store = openStore(folder.path());
        CHECK(store->count().value() == 1);
        CHECK(errorOf(store->facts("a")) == EINVAL);
        CHECK(store->all().empty());
        CHECK(store->installRootCa("a", PEM_ROOT_CERTIFICATE));
        CHECK(store->facts("a"));
        CHECK(store->remove("a"));
    }
}

TEST_CASE("what a write left that did not end is cleared away")
{
    const TemporaryDirectory folder;
    std::ofstream(folder / ".a.pem.Xc3xYz") << "half";
    const auto store = openStore(folder.path());
    CHECK(store->count().value() == 0);
    CHECK_FALSE(fs::exists(folder / ".a.pem.Xc3xYz"));
}

} // namespace perisphere::certificate_store_test
