// The lists of system calls, each rule of them, by what the kernel's filter program answers.
#include "system_call_policy.hpp"

#include "perisphere/base/file.hpp"
#include "perisphere/json/document.hpp"

#include <catch2/catch.hpp>
#include <seccomp.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace
{

using perisphere::target::compileSystemCallPolicy;

#if defined(__x86_64__)
constexpr std::uint32_t kMachine = AUDIT_ARCH_X86_64;
constexpr std::uint32_t kOtherMachine = AUDIT_ARCH_I386;
#elif defined(__aarch64__)
constexpr std::uint32_t kMachine = AUDIT_ARCH_AARCH64;
constexpr std::uint32_t kOtherMachine = AUDIT_ARCH_ARM;
#else
constexpr std::uint32_t kMachine = AUDIT_ARCH_ARM;
constexpr std::uint32_t kOtherMachine = AUDIT_ARCH_AARCH64;
#endif

/// What the kernel does with a filter program (Documentation/networking/filter.rst), as far as
/// these programs go.
std::uint32_t answerOf(const std::vector<sock_filter>& program, const seccomp_data& call)
{
    std::uint32_t accumulator = 0;
    std::array<std::uint32_t, 16> memory{};
    for (std::size_t at = 0; at < program.size(); ++at) {
        const sock_filter& one = program[at];
        switch (one.code) {
        case BPF_LD | BPF_W | BPF_ABS:
            REQUIRE(one.k + sizeof accumulator <= sizeof call);
            std::memcpy(&accumulator, reinterpret_cast<const char*>(&call) + one.k,
                        sizeof accumulator);
            break;
        case BPF_ALU | BPF_AND | BPF_K:
            accumulator &= one.k;
            break;
        case BPF_ST:
            memory.at(one.k) = accumulator;
            break;
        case BPF_LD | BPF_MEM:
            accumulator = memory.at(one.k);
            break;
        case BPF_JMP | BPF_JA:
            at += one.k;
            break;
        case BPF_JMP | BPF_JEQ | BPF_K:
            at += accumulator == one.k ? one.jt : one.jf;
            break;
        case BPF_JMP | BPF_JGT | BPF_K:
            at += accumulator > one.k ? one.jt : one.jf;
            break;
        case BPF_JMP | BPF_JGE | BPF_K:
            at += accumulator >= one.k ? one.jt : one.jf;
            break;
        case BPF_RET | BPF_K:
            return one.k;
        default:
            FAIL("the program has an instruction " << one.code);
        }
    }
    FAIL("the program ends without an answer");
    return 0;
}

seccomp_data callOf(int number)
{
    seccomp_data call{};
    call.nr = number;
    call.arch = kMachine;
    return call;
}

std::string textOf(const char* file)
{
    auto text = perisphere::readTextFile(std::string(SANDBOX_SOURCES "/") + file, 64 * 1024);
    REQUIRE(text);
    return std::move(*text);
}

/// A call that keeps the rule's conditions.
seccomp_data callThatKeeps(const perisphere::json::Value& rule, int number)
{
    seccomp_data call = callOf(number);
    for (const auto& condition : rule.value("when", perisphere::json::Value::array())) {
        auto& argument = call.args[condition["argument"].get<std::size_t>()];
        argument = condition.contains("above") ? condition["above"].get<std::uint64_t>() + 1
                                               : condition["equals"].get<std::uint64_t>();
    }
    return call;
}

void checkEachRule(const char* file)
{
    INFO(file);
    const std::string text = textOf(file);
    const auto program = compileSystemCallPolicy(text, file);
    if (!program)
        FAIL(program.error().toString());
    const auto document = perisphere::json::Document::parse(text, file);
    REQUIRE(document);
    std::set<int> named;
    std::set<std::string> reasons;
    int rules = 0;
    for (const auto& rule : document->root()["rules"]) {
        const bool isAllowed = rule.contains("allow");
        CHECK_FALSE(rule["why"].get<std::string>().empty());
        for (const auto& name : rule[isAllowed ? "allow" : "refuse"]) {
            INFO(name.get<std::string>() << ": " << rule["why"].get<std::string>());
            const int number = ::seccomp_syscall_resolve_name(name.get<std::string>().c_str());
            if (number < 0) // of another architecture
                continue;
            named.insert(number);
            ++rules;
            const std::uint32_t wanted = isAllowed ? SECCOMP_RET_ALLOW
                                         : rule["error"] == "EACCES"
                                             ? SECCOMP_RET_ERRNO | EACCES
                                             : SECCOMP_RET_ERRNO | EAFNOSUPPORT;
            seccomp_data call = callThatKeeps(rule, number);
            CHECK(answerOf(*program, call) == wanted);
            call.arch = kOtherMachine;
            CHECK(answerOf(*program, call) == SECCOMP_RET_KILL_PROCESS);
        }
    }
    CHECK(rules > 5);
    constexpr int kMostCalls = 1024;
    for (int number = 0; number < kMostCalls; ++number)
        if (!named.contains(number)) {
            INFO("call " << number);
            CHECK(answerOf(*program, callOf(number)) == (SECCOMP_RET_ERRNO | ENOSYS));
        }
}

std::uint32_t answer(const std::vector<sock_filter>& program, const char* name,
                     std::vector<std::uint64_t> arguments)
{
    seccomp_data call = callOf(::seccomp_syscall_resolve_name(name));
    std::copy(arguments.begin(), arguments.end(), std::begin(call.args));
    return answerOf(program, call);
}

} // namespace

TEST_CASE("each rule of the lists of system calls does what it says, and nothing else is allowed")
{
    checkEachRule("app_system_calls.json");
    checkEachRule("init_system_calls.json");
    checkEachRule("../../../keys/keys_system_calls.json");
}

TEST_CASE("an app that is debugged may make one call more")
{
    using perisphere::target::PolicyText;
    const std::string app = textOf("app_system_calls.json");
    const std::string debugger = textOf("debugger_system_calls.json");
    const std::array<PolicyText, 2> texts{{{app, "app"}, {debugger, "debugger"}}};
    const auto alone = compileSystemCallPolicy(app, "app");
    const auto both = perisphere::target::compileSystemCallPolicies(texts);
    REQUIRE(alone);
    REQUIRE(both);
    const int ptrace = ::seccomp_syscall_resolve_name("ptrace");
    constexpr int kMostCalls = 1024;
    for (int number = 0; number < kMostCalls; ++number) {
        INFO("call " << number);
        const seccomp_data call = callOf(number);
        CHECK(answerOf(*both, call) ==
              (number == ptrace ? SECCOMP_RET_ALLOW : answerOf(*alone, call)));
    }
}

TEST_CASE("arguments decide where the list says so")
{
    const auto program =
        compileSystemCallPolicy(textOf("app_system_calls.json"), "app_system_calls.json");
    REQUIRE(program);
    constexpr std::uint32_t kRefused = SECCOMP_RET_ERRNO | ENOSYS;
    constexpr std::uint32_t kDenied = SECCOMP_RET_ERRNO | EACCES;
    constexpr std::uint64_t kCloseOnExec = 02000000;
    CHECK(answer(*program, "socket", {2, 1 | kCloseOnExec}) == SECCOMP_RET_ALLOW);
    CHECK(answer(*program, "socket", {2, 3}) == kRefused);                            // SOCK_RAW
    CHECK(answer(*program, "socket", {0, 1}) == kRefused);                            // AF_UNSPEC
    CHECK(answer(*program, "socket", {10, 1}) == (SECCOMP_RET_ERRNO | EAFNOSUPPORT)); // AF_INET6
    CHECK(answer(*program, "clone", {0x3D0F00}) == SECCOMP_RET_ALLOW);                // a thread
    CHECK(answer(*program, "clone", {0x10000000 | 17}) == kRefused);        // CLONE_NEWUSER
    CHECK(answer(*program, "clone", {0x00020000 | 17}) == kRefused);        // CLONE_NEWNS
    CHECK(answer(*program, "prctl", {4}) == kRefused);                      // PR_SET_DUMPABLE
    CHECK(answer(*program, "prctl", {22}) == kRefused);                     // PR_SET_SECCOMP
    CHECK(answer(*program, "ioctl", {0, 0x5412}) == kRefused);              // TIOCSTI
    CHECK(answer(*program, "mprotect", {0, 4096, 1}) == SECCOMP_RET_ALLOW); // PROT_READ
    CHECK(answer(*program, "mprotect", {0, 4096, 5}) == kDenied);           // PROT_READ | PROT_EXEC
    const char* const map = ::seccomp_syscall_resolve_name("mmap2") >= 0 ? "mmap2" : "mmap";
    CHECK(answer(*program, map, {0, 4096, 5}) == SECCOMP_RET_ALLOW);
    CHECK(answer(*program, map, {0, 4096, 7}) == kDenied);
}

TEST_CASE("a list of system calls that says nothing, or nonsense, is an error with its place")
{
    const auto errorOf = [](const char* text) {
        const auto program = compileSystemCallPolicy(text, "calls.json");
        return program ? std::string() : program.error().toString();
    };
    CHECK(errorOf("{}").find("calls.json") != std::string::npos);
    CHECK(errorOf(R"({"rules": [{"allow": ["reed"], "why": "x"}]})").find("\"reed\"") !=
          std::string::npos);
    CHECK(errorOf(R"({"rules": [{"allow": ["read"]}]})").find("/rules/0") != std::string::npos);
    CHECK(errorOf(R"({"rules": [{"refuse": ["read"], "error": "EIO", "why": "x"}]})")
              .find("\"EIO\"") != std::string::npos);
    CHECK(errorOf("{").find("calls.json:1") != std::string::npos);
}
