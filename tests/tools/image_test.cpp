#include "commands/perisphere.hpp"
#include "perisphere/image/package.hpp"
#include "perisphere/json/document.hpp"
#include "test_services.hpp"

#include <catch2/catch.hpp>

namespace perisphere::image_test
{

using namespace perisphere::tools;
using Catch::Contains;
using Json = json::Value;

namespace
{

const std::string kBoards = PERISPHERE_HARDWARE_DEFINITIONS;

/// A folder to pack and the command that packs it.
struct Packing {
    test::TestServices test;

    Packing() { test::writeApp(test); }

    ExitCode run(const std::vector<std::string>& words)
    {
        return test.run(perisphereCommand, words);
    }

    ExitCode pack(const std::string& output, const std::vector<std::string>& more = {})
    {
        std::vector<std::string> words = {"image",
                                          "pack",
                                          test.path("app"),
                                          "--output",
                                          test.path(output),
                                          "--hardware-definition",
                                          "mt3620_rdb",
                                          "--hardware-definitions",
                                          kBoards,
                                          "--target-api-set",
                                          "12"};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }

    Json show(const std::string& package)
    {
        REQUIRE(run({"image", "show", test.path(package), "--files", "--json"}) == ExitCode::Ok);
        return Json::parse(test.out.str());
    }
};

} // namespace

TEST_CASE("the packed manifest is resolved and has the runtime version; the source is untouched")
{
    Packing packing;
    REQUIRE(packing.pack("x.imagepackage") == ExitCode::Ok);
    CHECK(packing.test.read("app/app_manifest.json") == test::kManifest);
    REQUIRE(packing.run({"image", "extract", packing.test.path("x.imagepackage"),
                         packing.test.path("out")}) == ExitCode::Ok);
    CHECK(
        packing.test.read("out/app_manifest.json") ==
        R"({"SchemaVersion":1,"Name":"Blink","ComponentId":"1689d8b2-c835-2e27-27ad-e894d6d15fa9",)"
        R"("EntryPoint":"/bin/app","CmdArgs":[],"Capabilities":{"Gpio":[8,12]},)"
        R"("ApplicationType":"Default","TargetApplicationRuntimeVersion":12})");
    CHECK(packing.test.read("out/bin/app") == packing.test.read("app/bin/app"));
    CHECK(packing.test.read("out/notes/readme.txt") == "hello\n");
}

TEST_CASE("same inputs give the same bytes, another input gives another image")
{
    Packing packing;
    REQUIRE(packing.pack("one") == ExitCode::Ok);
    REQUIRE(packing.pack("two") == ExitCode::Ok);
    CHECK(packing.test.read("one") == packing.test.read("two"));
    packing.test.write("app/notes/readme.txt", "hallo\n");
    REQUIRE(packing.pack("three") == ExitCode::Ok);
    CHECK(packing.show("one")["sections"][0]["imageId"] !=
          packing.show("three")["sections"][0]["imageId"]);
}

TEST_CASE("identity, name, build time and runtime version are in the metadata")
{
    Packing packing;
    packing.test.variables["SOURCE_DATE_EPOCH"] = "1656331200";
    REQUIRE(packing.pack("x", {"--verbose"}) == ExitCode::Ok);
    CHECK_THAT(packing.test.out.str(), Contains("Built On (UTC): 2022-06-27 12:00:00"));
    const Json sections = packing.show("x")["sections"];
    CHECK(sections[0]["imageType"] == "Application");
    CHECK(sections[0]["componentId"] == "1689d8b2-c835-2e27-27ad-e894d6d15fa9");
    CHECK(sections[2]["imageName"] == "Blink");
    CHECK(sections[2]["buildTime"] == 1656331200);
    CHECK(sections[4]["versions"][0]["version"] == 12);
}

TEST_CASE("the entry point and named executables are executable, the rest is not")
{
    Packing packing;
    packing.test.write("app/bin/helper", "x");
    REQUIRE(packing.pack("x", {"--executables", "bin/helper"}) == ExitCode::Ok);
    std::map<std::string, std::string> modes;
    const Json shown = packing.show("x");
    for (const Json& file : shown["files"])
        modes[file["path"]] = file["mode"];
    CHECK(modes == std::map<std::string, std::string>{{"app_manifest.json", "0644"},
                                                      {"bin", "0755"},
                                                      {"bin/app", "0755"},
                                                      {"bin/helper", "0755"},
                                                      {"notes", "0755"},
                                                      {"notes/readme.txt", "0644"}});
}

TEST_CASE("a manifest with errors is told with its places, and no package is made")
{
    Packing packing;
    std::string text = test::kManifest;
    text.replace(text.find("12 ]"), 4, "200 ]");
    test::writeApp(packing.test, text);
    packing.test.write("x", "the old one");
    CHECK(packing.pack("x") == ExitCode::Failed);
    CHECK_THAT(packing.test.err.str(), Contains("app_manifest.json:7:"));
    CHECK(packing.test.read("x") == "the old one");
}

TEST_CASE("a name without a board, an empty identity and a missing entry point fail")
{
    Packing packing;
    CHECK(packing.run({"image", "pack", packing.test.path("app"), "-o", packing.test.path("x")}) ==
          ExitCode::Failed);
    CHECK_THAT(packing.test.err.str(), Contains("--hardware-definition"));

    std::string text = test::kManifest;
    text.replace(text.find("1689D8B2"), 36, "");
    test::writeApp(packing.test, text);
    CHECK(packing.pack("x") == ExitCode::Failed);
    CHECK_THAT(packing.test.err.str(), Contains("ComponentId"));

    test::writeApp(packing.test);
    std::filesystem::remove(packing.test.path("app/bin/app"));
    CHECK(packing.pack("x") == ExitCode::Failed);
    CHECK_THAT(packing.test.err.str(), Contains("bin/app"));
    CHECK_FALSE(std::filesystem::exists(packing.test.path("x")));
}

TEST_CASE("the output may not lie in the folder that is packed")
{
    Packing packing;
    CHECK(packing.pack("app/x.imagepackage") == ExitCode::Failed);
    CHECK_THAT(packing.test.err.str(), Contains("lies in the folder"));
    CHECK(packing.pack("app.imagepackage") == ExitCode::Ok); // a name that only begins like it
}

TEST_CASE("a manifest from elsewhere takes the place of the folder's")
{
    Packing packing;
    std::string text = test::kManifest;
    text.replace(text.find("Blink"), 5, "Other");
    const std::string file = packing.test.write("other.json", text);
    REQUIRE(packing.pack("x", {"--manifest", file}) == ExitCode::Ok);
    CHECK(packing.show("x")["sections"][2]["imageName"] == "Other");
    std::filesystem::remove(packing.test.path("app/app_manifest.json"));
    REQUIRE(packing.pack("y", {"--manifest", file}) == ExitCode::Ok);
    CHECK(packing.test.read("x") == packing.test.read("y"));
}

TEST_CASE("only who is named is trusted")
{
    Packing packing;
    REQUIRE(packing.pack("x") == ExitCode::Ok);
    const std::string file = packing.test.path("x");
    CHECK(packing.run({"image", "verify", file}) == ExitCode::Usage);
    CHECK(packing.run({"image", "verify", file, "--developer"}) == ExitCode::Ok);
    CHECK_THAT(packing.test.out.str(), Contains("signed by CN=Perisphere developer"));

    const auto other = image::SigningKey::generate("somebody else");
    const std::string store = packing.test.write("other.pem", *other->certificatePem());
    CHECK(packing.run({"image", "verify", file, "--trust-store", store}) == ExitCode::Failed);
    CHECK_THAT(packing.test.err.str(), Contains("error:"));
    CHECK(packing.run({"image", "verify", file, "--trust-store", store, "--trust-store",
                       packing.test.path("home/.config/perisphere/developer.certificate.pem")}) ==
          ExitCode::Ok);
}

TEST_CASE("a changed byte is not signed by anybody, and JSON says so")
{
    Packing packing;
    REQUIRE(packing.pack("x") == ExitCode::Ok);
    std::string bytes = packing.test.read("x");
    bytes[4096 + 300] = static_cast<char>(bytes[4096 + 300] ^ 1);
    const std::string file = packing.test.write("y", bytes);
    CHECK(packing.run({"image", "verify", file, "--developer", "--json"}) == ExitCode::Failed);
    const Json verdict = Json::parse(packing.test.out.str());
    CHECK(verdict["trusted"] == false);
    CHECK(verdict["file"] == file);
    CHECK(verdict.contains("reason"));
}

TEST_CASE("a package is extracted to a new or empty folder only")
{
    Packing packing;
    REQUIRE(packing.pack("x") == ExitCode::Ok);
    packing.test.write("full/precious", "mine");
    CHECK(packing.run({"image", "extract", packing.test.path("x"), packing.test.path("full")}) ==
          ExitCode::Failed);
    CHECK_THAT(packing.test.err.str(), Contains("not empty"));
    CHECK_FALSE(std::filesystem::exists(packing.test.path("full/bin")));
    CHECK(packing.test.read("full/precious") == "mine");
}

TEST_CASE("what is no package is an error with its offset")
{
    Packing packing;
    const std::string file = packing.test.write("x", std::string(5000, 'x'));
    for (const char* verb : {"show", "extract"}) {
        std::vector<std::string> words = {"image", verb, file};
        if (words[1] == "extract")
            words.push_back(packing.test.path("out"));
        CHECK(packing.run(words) == ExitCode::Failed);
        CHECK_THAT(packing.test.err.str(), Contains(file + ": offset 0x"));
    }
    CHECK_FALSE(std::filesystem::exists(packing.test.path("out")));
}

TEST_CASE("every board configuration preset packs, and twice to the same bytes")
{
    Packing packing;
    for (const std::string_view preset : image::boardConfigPresets()) {
        for (const char* output : {"one", "two"})
            REQUIRE(packing.run({"image", "pack-board-config", "--preset", std::string(preset),
                                 "--output", packing.test.path(output)}) == ExitCode::Ok);
        CHECK(packing.test.read("one") == packing.test.read("two"));
        CHECK(packing.show("one")["sections"][0]["imageType"] == "CustomerBoardConfig");
    }
    CHECK(packing.run({"image", "pack-board-config", "--preset", "lan-enc28j60-isu0-int6", "-o",
                       packing.test.path("x")}) == ExitCode::Usage);
    CHECK_THAT(packing.test.err.str(), Contains("did you mean \"lan-enc28j60-isu0-int5\"?"));
}

} // namespace perisphere::image_test
