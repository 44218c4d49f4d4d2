#include "support/app_source.hpp"

#include "command/report.hpp"
#include "commands/image/pack.hpp"
#include "perisphere/base/atomic_file.hpp"
#include "perisphere/base/file.hpp"
#include "support/debugged_program.hpp"
#include "support/program.hpp"
#include "support/project_libraries.hpp"
#include "support/project_toolchain.hpp"
#include "support/project_variables.hpp"
#include "support/sdk_folders.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

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

/// The toolchain file's.
constexpr const char* kLibcVariable = "PERISPHERE_LIBC";

constexpr std::uint64_t kMaxRecordBytes = std::uint64_t{1024} * 1024;

/// What a build folder is configured by. CMake takes flags from a toolchain file and values from
/// its command line into a new folder's cache alone, so that a change of either takes a new cache.
std::string configurationText(const std::vector<std::string>& arguments, const fs::path& cmakeFiles,
                              const std::string& toolchain)
{
    std::string text = fmt::format("{}\n", fmt::join(arguments, "\n"));
    for (const std::string& file :
         {toolchain, std::string("PerisphereHighLevelFlags.cmake"),
          std::string("PerisphereLibc_musl.cmake"), std::string("PerisphereLibc_glibc.cmake")})
        text += readTextFile(cmakeFiles / file, kMaxRecordBytes).value_or("");
    return text;
}

/// Existing projects join the variable and a path without a separator.
std::vector<std::string> environmentFor(const fs::path& sdk)
{
    return {"AzureSphereDefaultSDKDir=" + sdk.string() + "/"};
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
        .advice = "for this machine build with --core host"});
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

/// Where and how a project is built.
struct Recipe {
    fs::path build;
    std::string toolchain;
    std::vector<ProjectVariable> variables;
};

/// Told here, before CMake looks for a compiler, because there is another way.
Result<> checkDeviceCompiler(const Services& services)
{
    constexpr const char* kCompiler = "arm-linux-gnueabihf-gcc";
    constexpr const char* kEmulator = "perisphere-a7";
    std::error_code ignored;
    if (!isOnPath(kCompiler, services))
        return fail(Error{.code = ErrorCode::NotFound,
                          .message = fmt::format("the compiler for the device's application core, "
                                                 "{}, is not there",
                                                 kCompiler),
                          .where = {},
                          .expected = "the package g++-arm-linux-gnueabihf",
                          .advice = "install it, or build for this machine with --core host"});
    if (const auto emulator = services.executable.parent_path() / kEmulator;
        !fs::exists(emulator, ignored))
        return fail(Error{.code = ErrorCode::NotFound,
                          .message = fmt::format("the program that runs apps for the device's "
                                                 "application core, {}, is not there",
                                                 emulator.string()),
                          .where = {},
                          .expected = "perisphere-a7 beside perisphere",
                          .advice = "build it (cmake --build --preset dev --target perisphere-a7) "
                                    "or install Perisphere again, or build for this machine with "
                                    "--core host"});
    if (!applicationCore(services))
        return fail(Error{.code = ErrorCode::NotFound,
                          .message = "the SDK has no system root for the device's application core",
                          .where = {},
                          .expected = "\"Sysroots\" with what scripts/sdk-sysroot fetches",
                          .advice = "call it in Perisphere's sources and build the SDK again, or "
                                    "build for this machine with --core host"});
    return {};
}

Result<> configure(const fs::path& project, const Recipe& recipe, const fs::path& sdk,
                   Services& services)
{
    const fs::path cmakeFiles = sdk / "CMakeFiles";
    std::vector<std::string> arguments = {"-S",
                                          project.string(),
                                          "-B",
                                          recipe.build.string(),
                                          "-G",
                                          "Ninja",
                                          "-DCMAKE_BUILD_TYPE=Debug",
                                          "-DCMAKE_TOOLCHAIN_FILE=" +
                                              (cmakeFiles / recipe.toolchain).string()};
    for (const ProjectVariable& variable : recipe.variables)
        arguments.push_back(fmt::format("-D{}={}", variable.name, variable.value));

    const fs::path record = recipe.build / "perisphere-configured.txt";
    const std::string configuration = configurationText(arguments, cmakeFiles, recipe.toolchain);
    const auto before = readTextFile(record, kMaxRecordBytes);
    if (fs::exists(recipe.build / "build.ninja") && before && *before == configuration)
        return {};
    for (const ProjectVariable& variable : recipe.variables)
        if (!variable.file.empty())
            printNote(fmt::format("{} gives {}={}", variable.file, variable.name, variable.value),
                      services);
    std::error_code ignored; // CMake says what is wrong with the folder
    fs::remove(recipe.build / "CMakeCache.txt", ignored);
    fs::remove_all(recipe.build / "CMakeFiles", ignored);
    arguments.insert(arguments.begin(), "cmake");
    auto done = runStep(arguments, environmentFor(sdk));
    if (done)
        done = replaceFile(record, configuration);
    if (!done)
        return fail(done.error().during("configure the app"));
    return {};
}

Result<> build(const fs::path& folder, const fs::path& sdk)
{
    if (const auto built = runStep({"cmake", "--build", folder.string()}, environmentFor(sdk));
        !built)
        return fail(built.error().during("build the app"));
    return {};
}

Recipe onLibc(const fs::path& project, std::vector<ProjectVariable> variables, DeviceLibc libc)
{
    const bool isGlibc = libc == DeviceLibc::Glibc;
    std::erase_if(variables, [](const auto& one) { return one.name == kLibcVariable; });
    if (isGlibc)
        variables.push_back({.name = kLibcVariable, .value = "glibc", .file = {}});
    return {.build = project / "out" / (isGlibc ? "perisphere-a7-glibc" : "perisphere-a7"),
            .toolchain = kDeviceToolchain,
            .variables = std::move(variables)};
}

/// What is asked for, else what the project's own settings say.
DeviceLibc chosenLibc(DeviceLibc asked, const std::vector<ProjectVariable>& variables)
{
    if (asked != DeviceLibc::AsLinked)
        return asked;
    for (const ProjectVariable& variable : variables)
        if (variable.name == kLibcVariable)
            return variable.value == "glibc" ? DeviceLibc::Glibc : DeviceLibc::Musl;
    return DeviceLibc::AsLinked;
}

/// A high-level app for the device. What it links is known when it is configured; a change of that
/// is seen after the build that has configured anew.
Result<fs::path> buildForDevice(const fs::path& project, const fs::path& sdk,
                                const std::vector<ProjectVariable>& variables, DeviceLibc libc,
                                Services& services)
{
    if (auto checked = checkDeviceCompiler(services); !checked)
        return fail(checked.error());
    const Recipe onMusl = onLibc(project, variables, DeviceLibc::Musl);
    const Recipe onGlibc = onLibc(project, variables, DeviceLibc::Glibc);
    const DeviceLibc chosen = chosenLibc(libc, variables);
    const Recipe* recipe = chosen == DeviceLibc::Glibc ? &onGlibc : &onMusl;
    const auto better = [&]() -> const Recipe* {
        const Recipe* const wanted = glibcLibraryOf(recipe->build).empty() ? &onMusl : &onGlibc;
        return chosen == DeviceLibc::AsLinked && wanted != recipe ? wanted : nullptr;
    };
    if (auto done = configure(project, *recipe, sdk, services); !done)
        return fail(done.error());
    if (better() != nullptr) {
        if (!fs::exists(onGlibc.build))
            printNote(fmt::format("the app links {}: it is built on glibc, whose libraries an "
                                  "emulated core has; --libc musl builds it for the device's own",
                                  glibcLibraryOf(recipe->build)),
                      services);
        recipe = better();
    }
    // The build configures anew after a change, also of what the app links.
    for (int i = 0; i < 2; ++i) {
        auto done = configure(project, *recipe, sdk, services);
        if (done)
            done = build(recipe->build, sdk);
        if (!done)
            return fail(done.error());
        if (better() == nullptr)
            break;
        recipe = better();
    }
    return packageIn(recipe->build);
}

Result<fs::path> buildProject(const fs::path& project, Services& services,
                              const BuildTarget& target)
{
    const auto sdk = sdkRoot(services);
    if (!sdk)
        return fail(sdk.error());
    const std::string toolchain = toolchainFileOf(project);
    const bool isForHost = toolchain == kHostToolchain;
    if (target.libc != DeviceLibc::AsLinked && (!isForHost || target.core == TargetCore::Host))
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = "--libc is for high-level apps on the application core",
                          .expected = isForHost ? "--core a7 with it, or no --libc"
                                                : "no --libc for a real-time core",
                          .advice = {}});
    auto variables = projectVariables(project, *sdk, services);
    if (isForHost && target.core == TargetCore::A7)
        return buildForDevice(project, *sdk, variables, target.libc, services);
    const Recipe recipe{.build = project / "out/perisphere",
                        .toolchain = toolchain,
                        .variables = std::move(variables)};
    if (auto done = configure(project, recipe, *sdk, services); !done)
        return fail(done.error());
    if (auto done = build(recipe.build, *sdk); !done)
        return fail(done.error());
    if (!isForHost)
        return packageIn(recipe.build);
    const auto staged = stagedFolder(recipe.build);
    if (!staged)
        return fail(staged.error());
    return packFolder(*staged, recipe.build / "host.imagepackage", services);
}

BuiltApp builtFrom(const fs::path& project, const fs::path& package)
{
    return {.package = package,
            .name = project.filename().string(),
            .program = builtProgram(package.parent_path())};
}

} // namespace

Result<BuiltApp> buildApp(const fs::path& source, Services& services, const BuildTarget& target)
{
    std::error_code ignored;
    const fs::path path = fs::weakly_canonical(source, ignored);
    if (fs::is_regular_file(path, ignored))
        return BuiltApp{.package = path, .name = path.stem().string()};
    if (fs::exists(path / "CMakeLists.txt", ignored)) {
        const auto package = buildProject(path, services, target);
        if (!package)
            return fail(package.error());
        return builtFrom(path, *package);
    }
    if (!fs::exists(path / "app_manifest.json", ignored))
        return fail(missing(source));
    const auto package = packFolder(path, fs::path(path.string() + ".imagepackage"), services);
    if (!package)
        return fail(package.error());
    return BuiltApp{.package = *package, .name = path.filename().string()};
}

Result<BuiltApp> buildByPreset(const fs::path& project, const std::string& preset,
                               const BuildTarget& target, Services& services)
{
    if (target != BuildTarget{})
        return fail(
            Error{.code = ErrorCode::InvalidArgument,
                  .message = "--core and --libc go with no --preset",
                  .expected = "a configure preset, which says itself what it builds for, or these",
                  .advice = "set the toolchain file and the system root in the preset"});
    std::error_code ignored;
    const fs::path path = fs::weakly_canonical(project, ignored);
    if (!fs::exists(path / "CMakeLists.txt", ignored))
        return fail(missing(project));
    const fs::path folder = path / "out" / preset;
    const auto sdk = sdkRoot(services);
    if (!sdk)
        return fail(sdk.error());
    // Configured each time: the preset may have changed, which no build system notices.
    if (const auto done =
            runStep({"cmake", "-S", path.string(), "--preset", preset, "-B", folder.string()},
                    environmentFor(*sdk));
        !done)
        return fail(done.error().during("configure the app"));
    if (const auto done = build(folder, *sdk); !done)
        return fail(done.error());
    const auto package = packageIn(folder);
    if (!package)
        return fail(package.error());
    return builtFrom(path, *package);
}

} // namespace perisphere::tools
