// The side effect of configuring a template: it gets a ComponentId.

#include "app_project.hpp"

#include <catch2/catch.hpp>

#include <regex>

namespace perisphere::component_id_test
{

namespace
{

/// As an editor on Windows leaves it: byte order mark, carriage returns, no last line end.
std::string manifestOfTemplate(const std::string& id)
{
    std::string text =
        "\xEF\xBB\xBF{\n\t\"SchemaVersion\": 1,\n  \"Name\" : \"Caf\xC3\xA9; [x] \\\\ $y\",\n"
        "  \"ComponentId\" : \"" +
        id +
        "\",\n  \"EntryPoint\": \"/bin/app\",\n  \"CmdArgs\": [],\n"
        "  \"Capabilities\": {}  }";
    return std::regex_replace(text, std::regex("\n"), "\r\n");
}

} // namespace

TEST_CASE("an empty ComponentId becomes a GUID, and no other byte of the manifest changes")
{
    test::AppProject project("board_search", "apps/blink");
    const std::string empty = GENERATE("", "insert-a-guid-here");
    project.write("app_manifest.json", manifestOfTemplate(empty));
    const test::Outcome configured = project.configure();
    INFO(configured.output);
    REQUIRE(configured.status == 0);

    const std::string written = project.text("app_manifest.json");
    std::smatch id;
    const std::regex guid("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    REQUIRE(std::regex_search(written, id, guid));
    CHECK(written == manifestOfTemplate(id.str()));

    REQUIRE(project.configure().status == 0);
    CHECK(project.text("app_manifest.json") == written);
}

TEST_CASE("a ComponentId in any letter case stays as it is")
{
    test::AppProject project("board_search", "apps/blink");
    const std::string manifest = manifestOfTemplate("2B3C4D5E-6F70-4819-92a3-B4C5D6E7F865");
    project.write("app_manifest.json", manifest);
    REQUIRE(project.configure().status == 0);
    CHECK(project.text("app_manifest.json") == manifest);
}

TEST_CASE("two configured templates get different identities")
{
    test::AppProject first("board_search", "apps/blink");
    test::AppProject second("board_search", "apps/blink");
    for (test::AppProject* project : {&first, &second}) {
        project->write("app_manifest.json", manifestOfTemplate(""));
        REQUIRE(project->configure().status == 0);
    }
    CHECK(first.text("app_manifest.json") != second.text("app_manifest.json"));
}

} // namespace perisphere::component_id_test
