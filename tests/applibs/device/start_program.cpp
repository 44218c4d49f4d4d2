// A start server for start_server_test.cpp: what it starts tells what it was given.
#include "perisphere/device/start_server.hpp"

#include <array>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <dirent.h>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <unistd.h>

namespace
{

int g_starts = 0; ///< of the server's; what it starts has copies

void tellDescriptors()
{
    DIR* const folder = ::opendir("/proc/self/fd");
    while (const dirent* const entry = ::readdir(folder))
        if (entry->d_name[0] != '.' && std::atoi(entry->d_name) != ::dirfd(folder))
            std::printf("descriptor %s\n", entry->d_name);
    ::closedir(folder);
}

int tell(int argc, char** argv)
{
    if (argc > 1 && std::string_view(argv[1]) == "crash")
        std::raise(SIGSEGV);
    if (argc > 1 && std::string_view(argv[1]) == "wait")
        return ::pause();
    for (int i = 0; i < argc; ++i)
        std::printf("argument %s\n", argv[i]);
    for (char** variable = environ; *variable != nullptr; ++variable)
        std::printf("variable %s\n", *variable);
    std::array<char, PATH_MAX> folder{};
    std::printf("folder %s\n", ::getcwd(folder.data(), folder.size()));
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    std::printf("limit %llu\n", static_cast<unsigned long long>(limit.rlim_cur));
    std::printf("leads %d\n", ::getpgrp() == ::getpid());
    std::printf("id %d %d\n", ::getpid(), ::gettid());
    std::printf("starts %d\n", ++g_starts);
    tellDescriptors();
    std::fflush(stdout);
    return argc;
}

} // namespace

int main()
{
    perisphere::device::serveStarts(perisphere::device::StartServer::kSocket, tell);
    return 0;
}
