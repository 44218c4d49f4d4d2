#include "app_project.hpp"

#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/image/package.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <sys/wait.h>

namespace perisphere::test
{
namespace
{

constexpr std::size_t kMaxFile = 16U << 20U;

} // namespace

std::string shellWord(const std::filesystem::path& path)
{
    return "'" + path.string() + "'";
}

std::string sdkFolder()
{
    return PERISPHERE_SDK_FOLDER "/";
}

Outcome runCommand(const std::string& command, const std::filesystem::path& folder,
                   const std::map<std::string, std::string>& settings)
{
    std::string line = "cd " + shellWord(folder) + " && env -i PATH=/usr/bin:/bin";
    for (const auto& [name, value] : settings)
        line += " " + name + "=" + shellWord(value);
    line += " sh -c \"" + command + "\" 2>&1";
    FILE* pipe = ::popen(line.c_str(), "r"); // NOLINT: words of the tests
    REQUIRE(pipe != nullptr);
    Outcome outcome;
    std::array<char, 4096> buffer{};
    while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe))
        outcome.output.append(buffer.data(), size);
    const int status = ::pclose(pipe);
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return outcome;
}

AppProject::AppProject(const std::string& name, const std::filesystem::path& folder)
    : m_folder(m_copy / name / folder)
    , m_settings{{"AzureSphereDefaultSDKDir", sdkFolder()}, {"HOME", m_copy.path().string()}}
{
    std::filesystem::copy(std::filesystem::path(PERISPHERE_TEST_PROJECTS) / name, m_copy / name,
                          std::filesystem::copy_options::recursive);
}

std::filesystem::path AppProject::operator/(const std::filesystem::path& name) const
{
    return m_folder / name;
}

std::string AppProject::text(const std::filesystem::path& name) const
{
    return readTextFile(m_folder / name, kMaxFile).value();
}

void AppProject::write(const std::filesystem::path& name, const std::string& text) const
{
    REQUIRE(replaceFile(m_folder / name, text));
}

void AppProject::edit(const std::filesystem::path& name, const std::string& from,
                      const std::string& to) const
{
    std::string all = text(name);
    const std::size_t at = all.find(from);
    REQUIRE(at != std::string::npos);
    write(name, all.replace(at, from.size(), to));
}

Outcome AppProject::configure(const std::string& options)
{
    return runCommand("cmake --preset " + m_preset + " " + options, m_folder, m_settings);
}

Outcome AppProject::build()
{
    return runCommand("cmake --build out/" + m_preset, m_folder, m_settings);
}

void AppProject::make(const std::string& options)
{
    const Outcome configured = configure(options);
    INFO(configured.output);
    REQUIRE(configured.status == 0);
    const Outcome built = build();
    INFO(built.output);
    REQUIRE(built.status == 0);
}

std::filesystem::path AppProject::output(const std::string& name) const
{
    return m_folder / "out" / m_preset / name;
}

DirectoryTree AppProject::package(const std::string& name) const
{
    const std::filesystem::path file = output(name + ".imagepackage");
    const auto bytes = readBinaryFile(file, kMaxFile);
    REQUIRE(bytes);
    auto tree = image::unpack(*bytes, file.string());
    REQUIRE(tree);
    return std::move(*tree);
}

std::string content(const DirectoryTree& tree, const std::string& path)
{
    const auto entry =
        std::find_if(tree.begin(), tree.end(), [&](const auto& e) { return e.path == path; });
    REQUIRE(entry != tree.end());
    std::string text(entry->content.size(), '\0');
    std::transform(entry->content.begin(), entry->content.end(), text.begin(),
                   [](std::byte byte) { return static_cast<char>(byte); });
    return text;
}

std::vector<std::string> paths(const DirectoryTree& tree)
{
    std::vector<std::string> all;
    for (const TreeEntry& entry : tree)
        all.push_back(entry.path);
    std::sort(all.begin(), all.end());
    return all;
}

} // namespace perisphere::test
