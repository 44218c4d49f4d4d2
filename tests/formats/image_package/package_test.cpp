#include "perisphere/image/package.hpp"

#include "tree_builder.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include <algorithm>

namespace perisphere::package_test
{

using namespace perisphere::image;

namespace
{

const SigningKey& key()
{
    static const SigningKey key = std::move(SigningKey::generate("test")).value();
    return key;
}

PackOptions options()
{
    return {.componentId = *Guid::parse("ae4714aa-03aa-492b-9663-962f966a9cc3"),
            .name = "MutableStorage",
            .applicationRuntimeVersion = 12};
}

std::vector<std::byte> packed(const DirectoryTree& tree, const PackOptions& with = options())
{
    auto bytes = pack(tree, with, key());
    REQUIRE(bytes);
    return *bytes;
}

} // namespace

TEST_CASE("packages have the sizes of real ones with the same content")
{
    struct Row {
        std::size_t manifest, program, body, file;
    };
    for (const Row& row : {Row{309, 11660, 20480, 20692}, Row{262, 9768, 20480, 20692},
                           Row{267, 5592, 16384, 16596}, Row{261, 18108, 28672, 28884}}) {
        const auto bytes = packed(test::app(row.manifest, row.program));
        CHECK(bytes.size() == row.file);
        CHECK(readPackage(bytes, "x")->bodyBytes == row.body);
    }
}

TEST_CASE("a package has the five sections of an SDK-made one, in order")
{
    const auto package = readPackage(packed(test::app(10, 10)), "x");
    REQUIRE(package);
    std::vector<std::string> names;
    for (const Section& section : package->metadata.sections)
        names.push_back(name(section));
    CHECK(names == std::vector<std::string>{"Identity", "Signature", "Debug", "Temporary Image",
                                            "ABI Depends"});
    CHECK(package->metadata.find<IdentitySection>()->componentId == options().componentId);
    CHECK(package->metadata.find<TemporaryImageSection>()->underDevelopment);
    CHECK(package->metadata.find<DebugSection>()->name == "MutableStorage");
    CHECK(package->metadata.find<AbiDependsSection>()->versions.front().version == 12);
}

TEST_CASE("same inputs give the same bytes, in whatever order the tree is given")
{
    DirectoryTree tree = test::app(300, 5000);
    tree.push_back(test::file("data", "x"));
    const auto first = packed(tree);
    CHECK(packed(tree) == first);
    std::reverse(tree.begin(), tree.end());
    CHECK(packed(tree) == first);
}

TEST_CASE("the image's identity follows its content")
{
    const auto identity = [](const std::vector<std::byte>& bytes) {
        return readPackage(bytes, "x")->metadata.find<IdentitySection>()->imageId;
    };
    const Guid first = identity(packed(test::app(300, 5000)));
    CHECK(identity(packed(test::app(300, 5001))) != first);
    PackOptions renamed = options();
    renamed.name = "Other";
    CHECK(identity(packed(test::app(300, 5000), renamed)) != first);
    PackOptions given = options();
    given.imageId = Guid::parse("00112233-4455-6677-8899-aabbccddeeff").value();
    CHECK(identity(packed(test::app(300, 5000), given)) == *given.imageId);
}

TEST_CASE("a long name is cut between characters")
{
    PackOptions longName = options();
    longName.name = fmt::format("{}\xC3\xA9", std::string(30, 'a'));
    CHECK(
        readPackage(packed(test::app(1, 1), longName), "x")->metadata.find<DebugSection>()->name ==
        std::string(30, 'a'));
}

TEST_CASE("a package verifies against its signer's certificate until a byte changes")
{
    TrustStore trust;
    REQUIRE(trust.addPem(*key().certificatePem(), "own"));
    auto bytes = packed(test::app(300, 5000));
    CHECK(verify(*readPackage(bytes, "x"), trust).value() == "CN=test");
    CHECK(verify(*readPackage(bytes, "x"), TrustStore()).error().code == ErrorCode::Untrusted);
    for (const std::size_t at :
         {std::size_t{0x1000}, std::size_t{0x2000}, bytes.size() - 1, bytes.size() - 100}) {
        bytes[at] ^= std::byte{1};
        const auto package = readPackage(bytes, "x");
        if (package)
            CHECK_FALSE(verify(*package, trust));
        bytes[at] ^= std::byte{1};
    }
}

TEST_CASE("a package with a P-384 signature can be read, not verified")
{
    auto bytes = packed(test::app(300, 5000));
    bytes.insert(bytes.end(), 32, std::byte{0x55});
    const auto package = readPackage(bytes, "x");
    REQUIRE(package);
    CHECK(package->signature.size() == 96);
    CHECK(verify(*package, TrustStore()).error().code == ErrorCode::Unsupported);
    CHECK(unpack(bytes, "x").value() == test::app(300, 5000));
}

TEST_CASE("a board configuration names what to attach")
{
    const auto bytes = packBoardConfig("lan-enc28j60-isu0-int5", {}, key());
    REQUIRE(bytes);
    const auto package = readPackage(*bytes, "x");
    CHECK(package->metadata.find<IdentitySection>()->imageType == ImageType::CustomerBoardConfig);
    const auto tree = unpack(*bytes, "x");
    REQUIRE(tree);
    REQUIRE(tree->size() == 1);
    CHECK(tree->front().path == "board_config.json");

    const auto unknown = packBoardConfig("lan-enc28j60-isu0-int6", {}, key());
    CHECK(unknown.error().code == ErrorCode::NotFound);
    CHECK(unknown.error().advice == "did you mean \"lan-enc28j60-isu0-int5\"?");
}

TEST_CASE("modes follow the SDK's rule")
{
    DirectoryTree tree = {test::directory("bin", 0700), test::file("bin/app", "x", 0600),
                          test::file("bin/tool", "x", 0777), test::file("data", "x", 0600)};
    const std::vector<std::string> executables = {"bin/app"};
    REQUIRE(applySdkModes(tree, executables));
    CHECK(tree[0].mode == 0755);
    CHECK(tree[1].mode == 0755);
    CHECK(tree[2].mode == 0644);
    CHECK(tree[3].mode == 0644);
    const std::vector<std::string> missing = {"bin/ap"};
    CHECK(applySdkModes(tree, missing).error().code == ErrorCode::NotFound);
    const std::vector<std::string> notAFile = {"bin"};
    CHECK_FALSE(applySdkModes(tree, notAFile));
}

} // namespace perisphere::package_test
