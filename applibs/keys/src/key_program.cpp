#include "perisphere/keys/key_program.hpp"

#include "perisphere/keys/key_packet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace perisphere::keys
{
namespace
{

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kMinDigestBytes = 20;
constexpr std::size_t kMaxDigestBytes = 64;

/// ECDSA takes of a digest as many bits as the curve has, from its left; a shorter one is a number
/// with zeros before it. So all digests come to 32 bytes, which TPMs sign.
Digest fitted(std::span<const std::uint8_t> digest)
{
    Digest result{};
    const std::size_t count = std::min(digest.size(), result.size());
    std::copy_n(digest.begin(), count, result.end() - static_cast<Digest::difference_type>(count));
    return result;
}

Result<Bytes> receive(int socket, AnswerKind kind, std::chrono::seconds most)
{
    pollfd waiting{.fd = socket, .events = POLLIN, .revents = 0};
    const auto milliseconds = std::chrono::milliseconds(most).count();
    int ready = 0;
    do
        ready = ::poll(&waiting, 1, static_cast<int>(milliseconds));
    while (ready < 0 && errno == EINTR);
    if (ready == 0)
        return fail(ErrorCode::Io, fmt::format("no answer within {} s", most.count()));
    std::array<std::uint8_t, kMaxPacketBytes + 1> packet{};
    const ssize_t size = ::recv(socket, packet.data(), packet.size(), 0);
    if (size <= 0)
        return fail(ErrorCode::Io, "it has ended without an answer");
    return parseAnswer(kind, std::span(packet).first(static_cast<std::size_t>(size)));
}

} // namespace

std::string_view name(KeyKind kind)
{
    return kind == KeyKind::Tpm ? "tpm" : "file";
}

KeyProgram::KeyProgram(KeyOptions options)
    : m_options(std::move(options))
{
}

Result<std::unique_ptr<KeyProgram>> KeyProgram::open(KeyOptions options)
{
    std::unique_ptr<KeyProgram> key(new KeyProgram(std::move(options)));
    auto publicKey = key->start();
    if (!publicKey)
        return fail(publicKey.error());
    key->m_publicKey = std::move(*publicKey);
    return key;
}

KeyProgram::~KeyProgram()
{
    end();
}

/// It ends by itself when its socket is closed, having put its TPM in order; unless it hangs.
void KeyProgram::end()
{
    if (m_process <= 0)
        return;
    ::shutdown(m_socket.get(), SHUT_WR);
    pollfd waiting{.fd = m_socket.get(), .events = POLLIN, .revents = 0};
    constexpr int kMostMilliseconds = 2'000;
    if (::poll(&waiting, 1, kMostMilliseconds) == 0)
        ::kill(m_process, SIGKILL);
    m_socket.reset();
    while (::waitpid(m_process, nullptr, 0) < 0 && errno == EINTR) {
    }
    m_process = 0;
}

Result<Bytes> KeyProgram::start()
{
    end();
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return fail(systemError(errno, "create", "a socket pair"));
    m_socket.reset(ends[0]);
    UniqueFd theirs(ends[1]);
    std::vector<std::string> arguments = {m_options.program.string(), "--user",
                                          std::to_string(kKeysUser)};
    if (m_options.mayCreate)
        arguments.emplace_back("--create");
    arguments.emplace_back(name(m_options.kind));
    arguments.push_back(m_options.file.string());
    if (m_options.kind == KeyKind::Tpm)
        arguments.push_back(m_options.tpm);
    std::vector<char*> argv;
    argv.reserve(arguments.size() + 1);
    for (std::string& argument : arguments)
        argv.push_back(argument.data());
    argv.push_back(nullptr);
    // What the stack has to say comes by the socket, in words for the log.
    std::string silence = "TSS2_LOG=all+NONE";
    std::array<char*, 2> environment{silence.data(), nullptr};
    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_adddup2(&files, theirs.get(), STDIN_FILENO);
    const int error = ::posix_spawn(&m_process, m_options.program.c_str(), &files, nullptr,
                                    argv.data(), environment.data());
    ::posix_spawn_file_actions_destroy(&files);
    if (error != 0) {
        m_process = 0;
        return fail(systemError(error, "execute", m_options.program.string()));
    }
    theirs.reset(); // so that the program's end is seen
    return receive(m_socket.get(), AnswerKind::PublicKey, m_options.mostToOpen);
}

Result<Bytes> KeyProgram::sign(std::span<const std::uint8_t> digest)
{
    if (digest.size() < kMinDigestBytes || digest.size() > kMaxDigestBytes)
        return fail(
            Error{.code = ErrorCode::InvalidArgument,
                  .message = fmt::format("a digest has {} bytes", digest.size()),
                  .where = {},
                  .expected = fmt::format("{} to {} bytes", kMinDigestBytes, kMaxDigestBytes)});
    const Packet request = signRequest(fitted(digest));
    if (::send(m_socket.get(), request.data(), request.size(), MSG_NOSIGNAL) < 0) {
        const auto publicKey = start();
        if (!publicKey)
            return fail(publicKey.error());
        if (*publicKey != m_publicKey)
            return fail(ErrorCode::Untrusted, "the device's key is another one than before");
        if (::send(m_socket.get(), request.data(), request.size(), MSG_NOSIGNAL) < 0)
            return fail(systemError(errno, "ask", m_options.program.string()));
    }
    auto signature = receive(m_socket.get(), AnswerKind::Signature, m_options.mostToSign);
    if (!signature && signature.error().code == ErrorCode::Io)
        end(); // whatever it says later would be taken for the answer to another request
    return signature;
}

} // namespace perisphere::keys
