#include "support/app_source.hpp"

#include "command/report.hpp"
#include "commands/image/pack.hpp"
#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "support/program.hpp"
#include "support/project_toolchain.hpp"
#include "support/project_variables.hpp"
#include "support/sdk_folders.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>
#include <system_error>
#include <utility>
#include <vector>

namespace perisphere::tools
{
namespace
{

namespace fs = std::filesystem;

Error missing(const fs::path& source)
{
    return {.code = ErrorCode::NotFound,
            .message = fmt::format("there is nothing to run in \"{}\"", source.string()),
            .expected = "a CMake project, a folder with app_manifest.json, or an image package",
            .advice = {}};
}

/// The one staging folder that a build has left.
Result<fs::path> stagedFolder(const fs::path& build)
{
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(build, ignored))
        if (entry.is_directory() && entry.path().filename().string().starts_with("approot") &&
            fs::exists(entry.path() / "bin/app"))
            return entry.path();
    return fail(Error{.code = ErrorCode::NotFound,
                      .message = fmt::format("the project builds no app in \"{}\"", build.string()),
                      .expected = "a call of azsphere_target_add_image_package",
                      .advice = {}});
}

Result<> runStep(const std::vector<std::string>& arguments,
                 const std::vector<std::string>& environment)
{
    const auto code = runProgram(arguments, environment);
    if (!code)
        return fail(code.error());
    if (*code != 0)
        return fail(ErrorCode::Invalid,
                    fmt::format("\"{}\" failed with code {}", arguments.front(), *code));
    return {};
}

constexpr std::uint64_t kMaxRecordBytes = std::uint64_t{1024} * 1024;

/// What a build folder is configured by. CMake takes flags from a toolchain file and values from
/// its command line into a new folder's cache alone, so that a change of either takes a new cache.
std::string configurationText(const std::vector<std::string>& arguments, const fs::path& cmakeFiles,
                              const std::string& toolchain)
{
    std::string text = fmt::format("{}\n", fmt::join(arguments, "\n"));
    for (const std::string& file : {toolchain, std::string("PerisphereHighLevelFlags.cmake")})
        text += readTextFile(cmakeFiles / file, kMaxRecordBytes).value_or("");
    return text;
}

/// Configures unless that was done, which ends with `configured`, and builds. The build's own
/// messages have file and line.
Result<> configureAndBuild(
    const fs::path& build, bool isConfigured, std::vector<std::string> configure,
    Services& services, const std::function<Result<>()>& configured = [] { return Result<>(); })
{
    const auto sdk = sdkRoot(services);
    if (!sdk)
        return fail(sdk.error());
    // Existing projects join the variable and a path without a separator.
    const std::vector<std::string> environment = {"AzureSphereDefaultSDKDir=" + sdk->string() +
                                                  "/"};
    configure.insert(configure.begin(), "cmake");
    if (!isConfigured) {
        auto done = runStep(configure, environment);
        if (done)
            done = configured();
        if (!done)
            return fail(done.error().during("configure the app"));
    }
    if (const auto built = runStep({"cmake", "--build", build.string()}, environment); !built)
        return fail(built.error().during("build the app"));
    return {};
}

/// The image package that the SDK's targets have made of a project for the device's cores.
Result<fs::path> packageIn(const fs::path& build)
{
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(build, ignored))
        if (entry.path().extension() == ".imagepackage")
            return entry.path();
    return fail(Error{
        .code = ErrorCode::NotFound,
        .message = fmt::format("the project makes no image package in \"{}\"", build.string()),
        .expected = "a call of azsphere_target_add_image_package",
        .advice = "for host mode build without a preset"});
}

Result<fs::path> packFolder(const fs::path& folder, const fs::path& package, Services& services)
{
    ImagePackOptions options;
    options.directory = folder;
    options.output = package;
    options.report.isQuiet = true; // callers tell what they made
    const auto packed = runImagePack(options, services);
    if (!packed)
        return fail(packed.error());
    if (*packed != ExitCode::Ok)
        return fail(ErrorCode::Invalid, "the app manifest has errors");
    return package;
}

Result<fs::path> buildProject(const fs::path& project, Services& services, TargetCore core)
{
    const auto sdk = sdkRoot(services);
    if (!sdk)
        return fail(sdk.error());
    const bool isForDevice = core == TargetCore::A7;
    const fs::path build = project / "out" / (isForDevice ? "perisphere-a7" : "perisphere");
    const fs::path cmakeFiles = *sdk / "CMakeFiles";
    std::string toolchain = toolchainFileOf(project);
    if (isForDevice && toolchain == kHostToolchain) // a real-time core's app has but one
        toolchain = kDeviceToolchain;
    std::vector<std::string> arguments = {"-S",
                                          project.string(),
                                          "-B",
                                          build.string(),
                                          "-G",
                                          "Ninja",
                                          "-DCMAKE_BUILD_TYPE=Debug",
                                          "-DCMAKE_TOOLCHAIN_FILE=" +
                                              (cmakeFiles / toolchain).string()};
    const auto variables = projectVariables(project, *sdk, services);
    for (const ProjectVariable& variable : variables)
        arguments.push_back(fmt::format("-D{}={}", variable.name, variable.value));

    const fs::path record = build / "perisphere-configured.txt";
    const std::string configuration = configurationText(arguments, cmakeFiles, toolchain);
    const auto before = readTextFile(record, kMaxRecordBytes);
    const bool isConfigured =
        fs::exists(build / "build.ninja") && before && *before == configuration;
    if (!isConfigured) {
        for (const ProjectVariable& variable : variables)
            printNote(fmt::format("{} gives {}={}", variable.file, variable.name, variable.value),
                      services);
        std::error_code ignored; // CMake says what is wrong with the folder
        fs::remove(build / "CMakeCache.txt", ignored);
        fs::remove_all(build / "CMakeFiles", ignored);
    }
    const auto built = configureAndBuild(build, isConfigured, std::move(arguments), services,
                                         [&] { return replaceFile(record, configuration); });
    if (!built)
        return fail(built.error());
    if (toolchain != kHostToolchain)
        return packageIn(build);
    const auto staged = stagedFolder(build);
    if (!staged)
        return fail(staged.error());
    return packFolder(*staged, build / "host.imagepackage", services);
}

} // namespace

Result<BuiltApp> buildApp(const fs::path& source, Services& services, TargetCore core)
{
    std::error_code ignored;
    const fs::path path = fs::weakly_canonical(source, ignored);
    if (fs::is_regular_file(path, ignored))
        return BuiltApp{.package = path, .name = path.stem().string()};
    if (fs::exists(path / "CMakeLists.txt", ignored)) {
        const auto package = buildProject(path, services, core);
        if (!package)
            return fail(package.error());
        return BuiltApp{.package = *package, .name = path.filename().string()};
    }
    if (!fs::exists(path / "app_manifest.json", ignored))
        return fail(missing(source));
    const auto package = packFolder(path, fs::path(path.string() + ".imagepackage"), services);
    if (!package)
        return fail(package.error());
    return BuiltApp{.package = *package, .name = path.filename().string()};
}

Result<BuiltApp> buildByPreset(const fs::path& project, const std::string& preset,
                               Services& services)
{
    std::error_code ignored;
    const fs::path path = fs::weakly_canonical(project, ignored);
    if (!fs::exists(path / "CMakeLists.txt", ignored))
        return fail(missing(project));
    const fs::path build = path / "out" / preset;
    // Configured each time: the preset may have changed, which no build system notices.
    if (const auto built = configureAndBuild(
            build, false, {"-S", path.string(), "--preset", preset, "-B", build.string()},
            services);
        !built)
        return fail(built.error());
    const auto package = packageIn(build);
    if (!package)
        return fail(package.error());
    return BuiltApp{.package = *package, .name = path.filename().string()};
}

} // namespace perisphere::tools
