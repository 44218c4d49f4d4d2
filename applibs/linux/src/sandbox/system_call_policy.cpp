#include "system_call_policy.hpp"

#include "perisphere/base/unique_fd.hpp"
#include "perisphere/json/document.hpp"

#include <fmt/format.h>
#include <seccomp.h>

#include <cerrno>
#include <linux/seccomp.h>
#include <memory>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace perisphere::target
{
namespace
{

using json::Value;

struct FilterDeleter {
    void operator()(scmp_filter_ctx filter) const { ::seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, FilterDeleter>;

/// What the library may use of the kernel is what each that the daemon runs on has, and is not
/// asked of the present one: where it gets no answer, as in an emulator, it makes another filter.
scmp_filter_ctx newFilter()
{
    constexpr unsigned kEndsWholeProcesses = 3; // as seccomp_api_get(3) counts; Linux 4.14
    return ::seccomp_api_set(kEndsWholeProcesses) == 0 ? ::seccomp_init(SCMP_ACT_ERRNO(ENOSYS))
                                                       : nullptr;
}

class PolicyCompiler
{
public:
    PolicyCompiler()
        : m_filter(newFilter())
    {
    }

    Result<> begin()
    {
        if (!m_filter)
            return fail(systemError(ENOMEM, "make", "a filter of system calls"));
        constexpr std::uint32_t kBinaryTree = 2; // a few comparisons a call instead of a hundred
        (void)::seccomp_attr_set(m_filter.get(), SCMP_FLTATR_CTL_OPTIMIZE, kBinaryTree);
        if (::seccomp_attr_set(m_filter.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) != 0)
            return fail(
                systemError(EINVAL, "make", "a filter that ends what is of another machine"));
        return {};
    }

    Result<> add(const Value& rules, const char* fileName)
    {
        m_fileName = fileName;
        std::size_t index = 0;
        for (const Value& rule : rules)
            if (auto added = addRule(rule, fmt::format("/rules/{}", index++)); !added)
                return fail(added.error());
        return {};
    }

    Result<std::vector<sock_filter>> exportProgram()
    {
        const UniqueFd file(::memfd_create("filter", MFD_CLOEXEC));
        struct stat status {
        };
        if (!file || ::seccomp_export_bpf(m_filter.get(), file.get()) != 0 ||
            ::fstat(file.get(), &status) != 0)
            return fail(systemError(errno, "compile", m_fileName));
        std::vector<sock_filter> program(static_cast<std::size_t>(status.st_size) /
                                         sizeof(sock_filter));
        if (::pread(file.get(), program.data(), program.size() * sizeof(sock_filter), 0) !=
            status.st_size)
            return fail(systemError(errno, "read", m_fileName));
        return program;
    }

private:
    [[nodiscard]] tl::unexpected<Error> wrong(const std::string& pointer, std::string message,
                                              std::string expected) const
    {
        return fail(Error{.code = ErrorCode::Invalid,
                          .message = std::move(message),
                          .where = {.file = m_fileName, .pointer = pointer},
                          .expected = std::move(expected)});
    }

    Result<> addRule(const Value& rule, const std::string& pointer)
    {
        const bool isAllowed = rule.contains("allow");
        const Value& names = rule.value(isAllowed ? "allow" : "refuse", Value::array());
        if (!names.is_array() || names.empty() || rule.value("why", "").empty())
            return wrong(pointer, "a rule lacks calls or its reason",
                         R"({"allow": ["getrandom"], "why": "TLS"})");
        std::uint32_t action = SCMP_ACT_ALLOW;
        if (!isAllowed) {
            const int error = errorNamed(rule.value("error", ""));
            if (error == 0)
                return wrong(pointer, fmt::format("unknown error \"{}\"", rule.value("error", "")),
                             "EACCES or EAFNOSUPPORT");
            action = SCMP_ACT_ERRNO(static_cast<std::uint32_t>(error));
        }
        std::vector<scmp_arg_cmp> conditions;
        for (const Value& condition : rule.value("when", Value::array()))
            conditions.push_back(conditionOf(condition));
        for (const Value& name : names) {
            const int number = ::seccomp_syscall_resolve_name(name.get<std::string>().c_str());
            if (number == __NR_SCMP_ERROR)
                return wrong(
                    pointer,
                    fmt::format("no kernel has a system call \"{}\"", name.get<std::string>()),
                    "a name of syscalls(2)");
            if (number < 0) // of other architectures
                continue;
            const int error = ::seccomp_rule_add_exact_array(
                m_filter.get(), action, number, static_cast<unsigned>(conditions.size()),
                conditions.data());
            if (error != 0)
                return wrong(pointer,
                             fmt::format("the rule for \"{}\" cannot be added ({})",
                                         name.get<std::string>(), -error),
                             "conditions that differ from those of other rules");
        }
        return {};
    }

    static int errorNamed(std::string_view name)
    {
        return name == "EACCES" ? EACCES : name == "EAFNOSUPPORT" ? EAFNOSUPPORT : 0;
    }

    static scmp_arg_cmp conditionOf(const Value& condition)
    {
        const auto argument = condition.value("argument", 0U);
        if (condition.contains("above"))
            return {.arg = argument,
                    .op = SCMP_CMP_GT,
                    .datum_a = condition["above"].get<std::uint64_t>(),
                    .datum_b = 0};
        // Of 64-bit registers too only the lower half counts, as the kernel has it for these
        // arguments.
        return {.arg = argument,
                .op = SCMP_CMP_MASKED_EQ,
                .datum_a = condition.value("mask", std::uint64_t{0xFFFFFFFF}),
                .datum_b = condition.value("equals", std::uint64_t{0})};
    }

    const char* m_fileName = "";
    Filter m_filter;
};

} // namespace

Result<std::vector<sock_filter>> compileSystemCallPolicy(std::string_view text,
                                                         const char* fileName)
{
    const PolicyText one{.text = text, .fileName = fileName};
    return compileSystemCallPolicies({&one, 1});
}

Result<std::vector<sock_filter>> compileSystemCallPolicies(std::span<const PolicyText> texts)
{
    PolicyCompiler compiler;
    if (auto begun = compiler.begin(); !begun)
        return fail(begun.error());
    for (const PolicyText& one : texts) {
        const auto document = json::Document::parse(one.text, one.fileName, {.bytes = 64 * 1024});
        if (!document)
            return fail(document.error());
        if (!document->root().contains("rules"))
            return fail(Error{.code = ErrorCode::Invalid,
                              .message = "there are no rules",
                              .where = {.file = one.fileName},
                              .expected = "a member \"rules\""});
        if (auto added = compiler.add(document->root()["rules"], one.fileName); !added)
            return fail(added.error());
    }
    return compiler.exportProgram();
}

int enterFilter(std::span<const sock_filter> filter)
{
    const sock_fprog program{
        .len = static_cast<unsigned short>(filter.size()),
        .filter = const_cast<sock_filter*>(filter.data())}; // the kernel does not write to it
    return ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0 ? 0 : errno;
}

} // namespace perisphere::target
