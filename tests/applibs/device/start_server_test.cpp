#include "perisphere/device/start_server.hpp"

#include "descriptors.hpp"
#include "start_request.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <fcntl.h>

namespace perisphere::start_server_test
{

using namespace perisphere::device;

namespace
{

std::unique_ptr<StartServer> makeServer()
{
    auto server = StartServer::start(PERISPHERE_START_PROGRAM, {"server"});
    REQUIRE(server);
    return std::move(*server);
}

struct Run {
    std::unique_ptr<ChildProcess> child;
    UniqueFd output;
};

Run startChild(StartServer& server, std::vector<std::string> arguments,
               const std::filesystem::path& folder = "/")
{
    auto [output, writeEnd] = test::makePipe();
    const UniqueFd nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    ChildProcessSpec spec;
    spec.program = PERISPHERE_START_PROGRAM;
    spec.arguments = std::move(arguments);
    spec.environment = {"A=1", "B=two words"};
    spec.workingDirectory = folder;
    spec.descriptors = {nothing.get(), writeEnd.get(), writeEnd.get()};
    spec.maxFileBytes = 4096;
    auto child = ChildProcess::start(spec, &server);
    REQUIRE(child);
    return {std::move(*child), std::move(output)};
}

ProcessExit endOf(ChildProcess& child)
{
    REQUIRE(test::waitUntilReadable(child.exitDescriptor()));
    const auto end = child.takeExit();
    REQUIRE(end);
    return *end;
}

} // namespace

TEST_CASE("a start server starts programs as if they were executed")
{
    const test::TemporaryDirectory folder;
    const std::size_t before = test::openDescriptors();
    {
        const auto server = makeServer();
        for (int i = 0; i < 3; ++i) { // what one does is not seen by the next
            auto run = startChild(*server, {"/bin/app", "first", ""}, folder.path());
            const ::pid_t id = run.child->processId();
            const std::string output = test::readToEnd(run.output.get());
            CHECK(output == "argument /bin/app\nargument first\nargument \n"
                            "variable A=1\nvariable B=two words\nfolder " +
                                folder.path().string() + "\nlimit 4096\nleads 1\nid " +
                                std::to_string(id) + " " + std::to_string(id) +
                                "\nstarts 1\ndescriptor 0\ndescriptor 1\ndescriptor 2\n");
            CHECK(endOf(*run.child) == ProcessExit{.bySignal = false, .code = 3});
        }
    }
    CHECK(test::openDescriptors() == before);
    CHECK_FALSE(test::hasChildren());
}

TEST_CASE("what a start server has started ends by signals, and with its object")
{
    const auto server = makeServer();
    auto crashing = startChild(*server, {"app", "crash"});
    CHECK(endOf(*crashing.child).code != 0);
    auto waiting = startChild(*server, {"app", "wait"});
    waiting.child->terminate();
    CHECK(endOf(*waiting.child) == ProcessExit{.bySignal = true, .code = SIGTERM});
    auto left = startChild(*server, {"app", "wait"});
    left.child.reset();
    CHECK(test::readToEnd(left.output.get()).empty()); // nobody holds it any more
}

TEST_CASE("a start that is not possible is told with its step")
{
    const auto server = makeServer();
    const UniqueFd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
    ChildProcessSpec spec;
    spec.program = PERISPHERE_START_PROGRAM;
    spec.arguments = {"app"};
    spec.workingDirectory = "/no/such/folder";
    spec.descriptors = {nothing.get(), nothing.get(), nothing.get()};
    const auto refused = ChildProcess::start(spec, server.get());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().toString().find("/no/such/folder") != std::string::npos);

    spec.workingDirectory = "/";
    spec.arguments.emplace_back(kMaxStartRequest, 'x');
    CHECK_FALSE(ChildProcess::start(spec, server.get()));
    spec.arguments.pop_back();
    const auto child = ChildProcess::start(spec, server.get()); // and it goes on serving
    REQUIRE(child);
    CHECK(endOf(**child).code == 1);
}

TEST_CASE("a start server that has ended is told, and leaves its children running")
{
    const auto server = makeServer();
    auto waiting = startChild(*server, {"app", "wait"});
    ::kill(server->process().processId(), SIGKILL);
    REQUIRE(test::waitUntilReadable(server->process().exitDescriptor()));
    CHECK(server->process().hasEnded());
    CHECK_FALSE(waiting.child->hasEnded());
    ChildProcessSpec spec;
    spec.program = PERISPHERE_START_PROGRAM;
    spec.arguments = {"app"};
    spec.workingDirectory = "/";
    CHECK_FALSE(ChildProcess::start(spec, server.get()));
}

TEST_CASE("a request to start is read back, and a broken one is none")
{
    std::vector<std::string> words{"app", "", "NAME=value"};
    const std::array<char*, 3> arguments{words[0].data(), words[1].data(), nullptr};
    const std::array<char*, 2> environment{words[2].data(), nullptr};
    const std::array<OwnFile, 1> files{OwnFile{"/source", "/target"}};
    const std::array<int, 2> descriptors{10, 11};
    const ChildGuard guard{.files = files,
                           .userMap = "user",
                           .groupMap = "group",
                           .goAhead = 12,
                           .fileCalls = FileCalls::AreAsked};
    const StartRequest request = encodeStart({.program = "program",
                                              .arguments = arguments.data(),
                                              .environment = environment.data(),
                                              .workingDirectory = "/folder",
                                              .descriptors = descriptors,
                                              .maxFileBytes = 17,
                                              .canRaiseFileLimit = true,
                                              .guard = &guard,
                                              .fileRules = 13,
                                              .parent = 14,
                                              .messagePipe = 15});
    CHECK(request.descriptors == std::vector<int>{15, 13, 12, 10, 11});

    const auto received = ReceivedStart::decode(request.bytes, request.descriptors);
    REQUIRE(received);
    const ChildStart& start = received->start();
    REQUIRE(received->arguments().size() == 3);
    CHECK(std::string(start.arguments[0]) == "app");
    CHECK(std::string(start.arguments[1]).empty());
    CHECK(start.arguments[2] == nullptr);
    CHECK(std::string(start.environment[0]) == "NAME=value");
    CHECK(start.environment[1] == nullptr);
    CHECK(std::string(start.workingDirectory) == "/folder");
    CHECK(std::vector<int>(start.descriptors.begin(), start.descriptors.end()) ==
          std::vector<int>{10, 11});
    CHECK(start.maxFileBytes == 17U);
    CHECK(start.canRaiseFileLimit);
    CHECK(start.fileRules == 13);
    CHECK(start.parent == 14);
    CHECK(start.messagePipe == 15);
    REQUIRE(start.guard != nullptr);
    REQUIRE(start.guard->files.size() == 1);
    CHECK(std::string(start.guard->files[0].source) == "/source");
    CHECK(std::string(start.guard->files[0].target) == "/target");
    CHECK(std::string(start.guard->userMap) == "user");
    CHECK(std::string(start.guard->groupMap) == "group");
    CHECK(start.guard->goAhead == 12);
    CHECK(start.guard->fileCalls == FileCalls::AreAsked);

    for (std::size_t size = 0; size < request.bytes.size(); ++size)
        CHECK_FALSE(
            ReceivedStart::decode(std::span(request.bytes).first(size), request.descriptors));
    CHECK_FALSE(ReceivedStart::decode(request.bytes, std::span(descriptors)));
}

} // namespace perisphere::start_server_test
