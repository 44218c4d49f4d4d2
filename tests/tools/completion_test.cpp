#include "command/completion.hpp"
#include "commands/perisphere.hpp"
#include "test_services.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <regex>

namespace perisphere::completion_test
{

using namespace perisphere::tools;
using Catch::Contains;

TEST_CASE("every offered command, option and choice is in every script")
{
    test::TestServices test;
    const Command root = perisphereCommand(test.services);
    for (const Shell shell : {Shell::Bash, Shell::Zsh, Shell::Fish}) {
        const std::string script = completionScript(root, shell);
        for (const CommandPath& at : offeredCommands(root)) {
            CHECK_THAT(script, Contains(at.command->name()));
            for (const Parameter& parameter : at.command->parameters()) {
                if (parameter.isHidden())
                    continue;
                for (const std::string& name : parameter.names())
                    CHECK_THAT(script, Contains(shell == Shell::Fish && name.size() > 2
                                                    ? "-l " + name.substr(2)
                                                    : name.substr(1)));
                for (const Choice& choice : parameter.choices())
                    CHECK_THAT(script, Contains(choice.word));
            }
        }
    }
}

TEST_CASE("what is hidden is in no script")
{
    test::TestServices test;
    const Command root = perisphereCommand(test.services);
    REQUIRE(root.find("manual") != nullptr);
    for (const Shell shell : {Shell::Bash, Shell::Zsh, Shell::Fish})
        CHECK_FALSE(std::regex_search(completionScript(root, shell),
                                      std::regex("\\bmanual\\b(?!-start)"))); // an option
}

TEST_CASE("every offered verb has an example in its help")
{
    test::TestServices test;
    const Command root = perisphereCommand(test.services);
    for (const CommandPath& at : offeredCommands(root)) {
        INFO(at.words);
        CHECK_FALSE(at.command->examples().empty());
        CHECK_FALSE(at.command->summary().empty());
    }
}

TEST_CASE("the completion command prints the script of the shell that is named")
{
    test::TestServices test;
    const Command root = perisphereCommand(test.services);
    CHECK(test.run(perisphereCommand, {"completion", "zsh"}) == ExitCode::Ok);
    CHECK(test.out.str() == zshCompletion(root));
    CHECK(test.run(perisphereCommand, {"completion", "bsh"}) == ExitCode::Usage);
    CHECK_THAT(test.err.str(), Contains("did you mean \"bash\"?"));
}

TEST_CASE("quotes in help texts survive the shells' quoting")
{
    CHECK(singleQuoted("it's") == R"('it'\''s')");
    CHECK(escaped("a[b]:c", "[]:") == R"(a\[b\]\:c)");
}

} // namespace perisphere::completion_test
