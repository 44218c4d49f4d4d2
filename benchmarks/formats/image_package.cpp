// Packing and reading a 1 MiB app.

#include "benchmarks.hpp"

#include "perisphere/image/package.hpp"

#include <benchmark/benchmark.h>
#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace perisphere::bench
{
namespace
{

DirectoryTree oneMebibyteApp()
{
    std::mt19937 random(1);
    std::vector<std::byte> program(std::size_t{1024} * 1024);
    for (std::byte& byte : program)
        byte = static_cast<std::byte>(random());
    const std::string manifest(600, ' ');
    const auto* text = reinterpret_cast<const std::byte*>(manifest.data());
    return {{.path = "app_manifest.json", .content = {text, text + manifest.size()}},
            {.path = "bin", .kind = TreeEntry::Kind::Directory, .mode = 0755},
            {.path = "bin/app", .mode = 0755, .content = std::move(program)}};
}

const image::SigningKey& key()
{
    static const image::SigningKey key =
        std::move(image::SigningKey::generate("benchmark")).value();
    return key;
}

const std::vector<std::byte>& package()
{
    static const auto bytes = image::pack(oneMebibyteApp(), {.name = "app"}, key()).value();
    return bytes;
}

void pack(::benchmark::State& state)
{
    const DirectoryTree tree = oneMebibyteApp();
    for (auto _ : state) {
        auto bytes = image::pack(tree, {.name = "app"}, key());
        if (!bytes)
            state.SkipWithError("the app does not pack");
        ::benchmark::DoNotOptimize(bytes);
    }
}

void unpack(::benchmark::State& state)
{
    for (auto _ : state) {
        auto tree = image::unpack(package(), "app.imagepackage");
        if (!tree)
            state.SkipWithError("the app does not unpack");
        ::benchmark::DoNotOptimize(tree);
    }
}

void digest(std::span<const std::byte> data, std::array<std::uint8_t, 32>& out)
{
    EVP_Digest(data.data(), data.size(), out.data(), nullptr, EVP_sha256(), nullptr);
}

/// The least any packer does: copy the content once and hash it twice, for the image's identity and
/// the signature.
void copyAndHashTwice(::benchmark::State& state)
{
    for (auto _ : state) {
        std::vector<std::byte> copy = package();
        std::array<std::uint8_t, 32> sum{};
        digest(copy, sum);
        digest(copy, sum);
        ::benchmark::DoNotOptimize(sum);
        ::benchmark::DoNotOptimize(copy);
    }
}

/// The least any reader does: copy the content out.
void copyOnly(::benchmark::State& state)
{
    for (auto _ : state) {
        std::vector<std::byte> copy = package();
        ::benchmark::DoNotOptimize(copy.data());
        ::benchmark::ClobberMemory();
    }
}

} // namespace

void registerImagePackage()
{
    ::benchmark::RegisterBenchmark("image_package.pack_1MiB/ours", pack);
    ::benchmark::RegisterBenchmark("image_package.pack_1MiB/reference", copyAndHashTwice);
    ::benchmark::RegisterBenchmark("image_package.unpack_1MiB/ours", unpack);
    ::benchmark::RegisterBenchmark("image_package.unpack_1MiB/reference", copyOnly);
}

} // namespace perisphere::bench
