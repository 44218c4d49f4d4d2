#include "peripheral.hpp"

#include "abi.hpp"
#include "connection.hpp"

#include <csignal>
#include <pthread.h>

// In libperisphere-host, which only apps of host mode have.
extern "C" __attribute__((weak)) void
perisphere_host_serve(int descriptor, const perisphere::protocol::PosixIo* io);

namespace perisphere::client
{
namespace
{

/// Signals wait for the end of a transfer, as they do while a driver of the device is in one. A
/// handler that read or wrote on the same bus would wait for a lock that its own thread has.
class SignalsHeld
{
public:
    SignalsHeld()
    {
        sigset_t held;
        ::sigfillset(&held);
        for (const int fault : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS})
            ::sigdelset(&held, fault); // of the thread itself
        ::pthread_sigmask(SIG_SETMASK, &held, &m_before);
    }
    ~SignalsHeld() { ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr); }
    SignalsHeld(const SignalsHeld&) = delete;
    SignalsHeld& operator=(const SignalsHeld&) = delete;

private:
    sigset_t m_before;
};

} // namespace

int openPeripheral(const RawRequest& request, const Opening& opening)
{
    protocol::OpenReply reply;
    RawRequest open = request;
    open.replyPayload[0] = {&reply, sizeof reply};
    Answer answer = callDevice(open, opening.withoutDevice);
    if (answer.error != 0) {
        closeDescriptors(answer);
        return fail(answer.error);
    }
    if (answer.payloadBytes != sizeof reply || answer.descriptorCount != 1) {
        closeDescriptors(answer);
        return fail(EIO);
    }
    const int descriptor = answer.descriptors[0];
    const bool isKernelGpio = reply.kind == protocol::DescriptorKind::KernelGpio;
    if (!remember(descriptor, isKernelGpio ? Api::KernelGpio : opening.api, reply.kind,
                  opening.resource, opening.isOutput)) {
        closeDescriptors(answer);
        return -1;
    }
    if (opening.io != nullptr && reply.kind == protocol::DescriptorKind::Channel &&
        ::perisphere_host_serve != nullptr)
        ::perisphere_host_serve(descriptor, opening.io);
    return descriptor;
}

Answer callChannel(int descriptor, Api api, const RawRequest& request)
{
    Descriptor* const entry = find(descriptor, api);
    if (entry == nullptr)
        return {.error = EBADF};
    const int saved = errno;
    const SignalsHeld signals;
    const ChannelLock lock(*entry);
    Answer answer = exchange(descriptor, request);
    errno = saved;
    if (answer.error == EPIPE || answer.error == EPROTO)
        answer.error = EIO;
    closeDescriptors(answer); // no channel reply carries any
    return answer;
}

int callChannelForStatus(int descriptor, Api api, const RawRequest& request)
{
    return succeedOrFail(callChannel(descriptor, api, request).error);
}

} // namespace perisphere::client
