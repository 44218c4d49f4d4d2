#include "command/command_line.hpp"
#include "command/help.hpp"
#include "test_services.hpp"

#include <catch2/catch.hpp>

namespace perisphere::command_line_test
{

using namespace perisphere::tools;
using Catch::Contains;

namespace
{

struct CopyOptions {
    std::filesystem::path from;
    std::vector<std::string> to;
    std::optional<std::uint32_t> count;
    std::vector<std::string> tags;
    int level = 0;
    bool force = false;
};

void declareCopy(Command& command, CopyOptions& options)
{
    command.argument("FROM", options.from, "what to copy");
    command.argument("TO", options.to, "where to").repeatable();
    command.option("--count,-c", "N", options.count, "how often");
    command.option("--tag", "TAG", options.tags, "tags");
    command.choice("--level", "LEVEL", options.level, {{"low", 1, "a bit"}, {"high", 9, "a lot"}},
                   "how much");
    command.flag("--force,-f", options.force, "even so");
    command.ignoredOption("--legacy");
}

/// "tool file copy" and "tool file show", with what was given to copy.
struct Tool {
    Command root{"tool", "A tool"};
    CopyOptions options;

    Tool()
    {
        Command file("file", "Files");
        Command copy("copy", "Copy a file");
        declareCopy(copy, options);
        copy.example("tool file copy a b", "copy once");
        file.add(std::move(copy));
        file.add(Command("show", "Show a file"));
        root.add(std::move(file));
        Command secret("secret", "Not offered");
        secret.hide();
        root.add(std::move(secret));
    }

    Result<Invocation> parse(const std::vector<std::string>& arguments)
    {
        return parseCommandLine(root, arguments);
    }

    std::string errorOf(const std::vector<std::string>& arguments)
    {
        const auto invocation = parse(arguments);
        return invocation ? "" : invocation.error().toString();
    }
};

} // namespace

TEST_CASE("every form of a word reaches the options struct")
{
    Tool tool;
    const auto invocation = tool.parse({"file", "copy", "a", "--count=3", "b", "-f", "--tag", "x",
                                        "c", "--tag", "y", "--level", "high", "--legacy", "z"});
    INFO((invocation ? "" : invocation.error().toString()));
    REQUIRE(invocation);
    CHECK(invocation->words == std::vector<std::string>{"tool", "file", "copy"});
    CHECK(tool.options.from == "a");
    CHECK(tool.options.to == std::vector<std::string>{"b", "c"});
    CHECK(tool.options.count == 3U);
    CHECK(tool.options.tags == std::vector<std::string>{"x", "y"});
    CHECK(tool.options.level == 9);
    CHECK(tool.options.force);
}

TEST_CASE("what is not given keeps its default")
{
    Tool tool;
    REQUIRE(tool.parse({"file", "copy", "a", "b"}));
    CHECK_FALSE(tool.options.count);
    CHECK(tool.options.tags.empty());
    CHECK(tool.options.level == 0);
    CHECK_FALSE(tool.options.force);
}

TEST_CASE("a file that is called like a verb stays a file")
{
    Tool tool;
    REQUIRE(tool.parse({"file", "copy", "show", "copy"}));
    CHECK(tool.options.from == "show");
    CHECK(tool.options.to == std::vector<std::string>{"copy"});
}

TEST_CASE("behind two dashes everything is an argument")
{
    Tool tool;
    CHECK(tool.errorOf({"file", "copy", "--", "--force", "-x"}).empty());
    CHECK(tool.options.from == "--force");
    CHECK(tool.options.to == std::vector<std::string>{"-x"});
    CHECK_FALSE(tool.options.force);
}

TEST_CASE("wrong words are named with the nearest right one, in one line")
{
    Tool tool;
    const std::vector<std::pair<std::vector<std::string>, std::string>> rows = {
        {{"fil"}, R"(tool: unknown command "fil"; did you mean "file"?)"},
        {{"zzz"}, R"(tool: unknown command "zzz"; expected one of: file)"},
        {{"file", "copz"}, R"(tool file: unknown command "copz"; did you mean "copy"?)"},
        {{"fil", "copy", "--nope"}, R"(tool: unknown command "fil"; did you mean "file"?)"},
        {{"fil", "--help"}, R"(tool: unknown command "fil"; did you mean "file"?)"},
        {{"file", "copy", "a", "b", "--froce"},
         R"(tool file copy: unknown option "--froce"; did you mean "--force"?)"},
        {{"file", "copy", "a", "b", "--cuont=3"},
         R"(tool file copy: unknown option "--cuont"; did you mean "--count"?)"},
        {{"file", "copy", "a", "b", "--xyzzyxyzzy"},
         R"(tool file copy: unknown option "--xyzzyxyzzy"; see "tool file copy --help")"},
        {{"file", "--force", "copy"},
         R"(tool file: unknown option "--force"; see "tool file --help")"},
        {{"file", "copy"},
         R"(tool file copy: FROM (what to copy) is missing; see "tool file copy --help")"},
        {{"file", "copy", "a", "b", "--count"},
         R"(tool file copy: option "--count" needs a value; expected "--count N"; see "tool file copy --help")"},
        {{"file", "copy", "a", "b", "--force=yes"},
         R"(tool file copy: option "--force" takes no value; see "tool file copy --help")"},
        {{"file", "copy", "a", "b", "-c", "1", "-c", "2"},
         R"(tool file copy: "--count" is given 2 times; expected it once)"},
        {{"file", "copy", "a", "b", "-c", "many"},
         R"(tool file copy: --count: "many" is no number that fits; expected a whole number)"},
        {{"file", "copy", "a", "b", "-c", "-1"},
         R"(tool file copy: --count: "-1" is no number that fits; expected a whole number)"},
        {{"file", "copy", "a", "b", "--level", "hihg"},
         R"(tool file copy: unknown --level "hihg"; expected one of: low, high; did you mean "high"?)"},
    };
    for (const auto& [arguments, expected] : rows)
        CHECK(tool.errorOf(arguments) == expected);
}

TEST_CASE("the nearest word is never one that is not offered")
{
    Tool tool;
    CHECK_THAT(tool.errorOf({"secert"}), !Contains("secret"));
    CHECK(tool.parse({"secret"}));
}

TEST_CASE("help wins over what is missing, and stores nothing")
{
    Tool tool;
    for (const char* flag : {"--help", "-h"}) {
        const auto invocation = tool.parse({"file", "copy", "a", flag});
        REQUIRE(invocation);
        CHECK(invocation->wantsHelp);
        CHECK(tool.options.from.empty());
    }
}

TEST_CASE("help names arguments, options and examples, but nothing hidden")
{
    Tool tool;
    const std::string help = helpText(*tool.parse({"file", "copy", "--help"}));
    CHECK_THAT(help, Contains("Usage: tool file copy FROM TO... [OPTION]..."));
    CHECK_THAT(help, Contains("  -c, --count N  how often\n"));
    CHECK_THAT(help, Contains("how much: low (a bit), high (a lot)"));
    CHECK_THAT(help, Contains("  tool file copy a b\n"));
    CHECK_THAT(help, !Contains("legacy"));
    CHECK_THAT(helpText(*tool.parse({"--help"})), !Contains("secret"));
}

TEST_CASE("a noun without a verb is a usage error that lists the verbs")
{
    test::TestServices test;
    Tool tool;
    CHECK(test.run(tool.root, {"file"}) == ExitCode::Usage);
    CHECK(test.out.str().empty());
    CHECK(
        test.err.str() ==
        "tool file: a command is missing; expected one of: copy, show; see \"tool file --help\"\n");
}

TEST_CASE("an action's error is told on the error stream and gives Failed")
{
    test::TestServices test;
    Command root("tool", "A tool");
    root.setAction([]() -> Result<ExitCode> { return fail(ErrorCode::Io, "it broke"); });
    CHECK(test.run(root, {}) == ExitCode::Failed);
    CHECK(test.err.str() == "error: it broke\n");
}

TEST_CASE("output that cannot be written is a failure")
{
    test::TestServices test;
    Command root("tool", "A tool");
    root.setAction([&]() -> Result<ExitCode> {
        test.out.setstate(std::ios::badbit);
        return ExitCode::Ok;
    });
    CHECK(test.run(root, {}) == ExitCode::Failed);
    CHECK_THAT(test.err.str(), Contains("could not be written"));
}

} // namespace perisphere::command_line_test
