#include "support/program.hpp"

#include <cerrno>
#include <filesystem>
#include <spawn.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

namespace perisphere::tools
{
namespace
{

/// Pointers into the texts, with the null that ends them.
std::vector<char*> pointersTo(std::vector<std::string>& texts)
{
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string& text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

std::vector<std::string> mergedEnvironment(const std::vector<std::string>& added)
{
    std::vector<std::string> merged = added;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        const std::string_view name = text.substr(0, text.find('=') + 1);
        bool isReplaced = false;
        for (const std::string& one : added)
            isReplaced = isReplaced || one.starts_with(name);
        if (!isReplaced)
            merged.emplace_back(text);
    }
    return merged;
}

} // namespace

Result<int> runProgram(const std::vector<std::string>& arguments,
                       const std::vector<std::string>& environment)
{
    std::vector<std::string> words = arguments;
    std::vector<std::string> variables = mergedEnvironment(environment);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    ::pid_t process = 0;
    const int error = ::posix_spawnp(&process, words.front().c_str(), &actions, nullptr,
                                     pointersTo(words).data(), pointersTo(variables).data());
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        return fail(systemError(error, "run", arguments.front()));
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool isOnPath(std::string_view program, const Services& services)
{
    std::istringstream folders(services.setting("PATH").value_or(""));
    std::string folder;
    while (std::getline(folders, folder, ':'))
        if (::access((std::filesystem::path(folder) / program).c_str(), X_OK) == 0)
            return true;
    return false;
}

Error becomeProgram(std::vector<std::string> arguments)
{
    ::execvp(arguments.front().c_str(), pointersTo(arguments).data());
    return systemError(errno, "run", arguments.front());
}

} // namespace perisphere::tools
