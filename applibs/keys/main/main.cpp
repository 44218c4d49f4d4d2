// perisphere-keys: holds the device's key and signs with it for who has started it, on the socket
// that is its standard input. It opens the key with the rights that it was started with, and gives
// those up before it reads anything that was sent to it.

#include "confinement.hpp"
#include "held_key.hpp"
#include "perisphere/keys/key_program.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <sys/socket.h>
#include <unistd.h>

namespace
{

using namespace perisphere;
using namespace perisphere::keys;

constexpr int kSocket = STDIN_FILENO;

struct Arguments {
    std::filesystem::path file;
    std::string tpm = "device:/dev/tpmrm0";
    std::uint32_t user = kKeysUser;
    bool mayCreate = false;
};

bool say(const Packet& packet)
{
    return ::send(kSocket, packet.data(), packet.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(packet.size());
}

/// Signs once, so that a key which cannot is known now, and so that the libraries have loaded what
/// they need before nothing can be loaded any more.
Result<> trySigning(HeldKey& key)
{
    if (auto signature = key.sign(Digest{}); !signature)
        return fail(signature.error());
    return {};
}

Result<> begin(HeldKey& key, std::uint32_t user, bool mayConnect)
{
    if (auto tried = trySigning(key); !tried)
        return tried;
    if (auto confined = confine(user, mayConnect); !confined)
        return confined;
    const auto publicKey = key.publicKey();
    if (!publicKey)
        return fail(publicKey.error());
    if (!say(answer(AnswerKind::PublicKey, *publicKey)))
        return fail(systemError(errno, "answer on", "the socket"));
    return {};
}

Packet answerTo(HeldKey& key, std::span<const std::uint8_t> packet)
{
    const auto digest = parseSignRequest(packet);
    if (!digest)
        return refusal(digest.error());
    const auto signature = key.sign(*digest);
    return signature ? answer(AnswerKind::Signature, *signature) : refusal(signature.error());
}

void serve(HeldKey& key)
{
    for (;;) {
        std::array<std::uint8_t, kMaxPacketBytes> packet{};
        const ssize_t size = ::recv(kSocket, packet.data(), packet.size(), 0);
        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0 ||
            !say(answerTo(key, std::span(packet).first(static_cast<std::size_t>(size)))))
            return;
    }
}

int run(const Arguments& arguments, KeyKind kind)
{
    int type = 0;
    ::socklen_t length = sizeof type;
    if (::getsockopt(kSocket, SOL_SOCKET, SO_TYPE, &type, &length) != 0 || type != SOCK_SEQPACKET) {
        fmt::print(stderr, "perisphere-keys: standard input is no socket of packets; perisphered "
                           "starts this program\n");
        return 2;
    }
    auto key = kind == KeyKind::Tpm ? openTpmKey(arguments.file, arguments.tpm, arguments.mayCreate)
                                    : openFileKey(arguments.file, arguments.mayCreate);
    const bool isBehindSocket = kind == KeyKind::Tpm && !arguments.tpm.starts_with("device:");
    const Result<> begun =
        key ? begin(**key, arguments.user, isBehindSocket) : Result<>(fail(key.error()));
    if (!begun) {
        say(refusal(begun.error()));
        return 1;
    }
    serve(**key);
    key->reset(); // out of the TPM
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app("Holds the device's key, and signs with it for perisphered, which starts it.");
    Arguments arguments;
    app.require_subcommand(1);
    app.add_option("--user", arguments.user, "the number of the user to become");
    app.add_flag("--create", arguments.mayCreate, "make a key where there is none");
    CLI::App* const tpm = app.add_subcommand("tpm", "a key in a TPM 2.0");
    CLI::App* const file = app.add_subcommand("file", "a key in a file");
    for (CLI::App* const command : {tpm, file})
        command->add_option("FILE", arguments.file, "where the key is")->required();
    tpm->add_option("TPM", arguments.tpm, "as the TPM software stack calls it");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    }
    // Without what runs at the end of a program: it may want what was given up.
    std::_Exit(run(arguments, tpm->parsed() ? KeyKind::Tpm : KeyKind::File));
}
