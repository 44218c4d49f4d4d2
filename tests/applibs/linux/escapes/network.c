/* Sockets of kinds, and to places, that the manifest does not name. */
#define _GNU_SOURCE
#include "probes.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int makes(int family, int type, int protocol)
{
    return TRY(socket(family, type | SOCK_CLOEXEC, protocol));
}

static int rawIp(void)
{
    return makes(AF_INET, SOCK_RAW, IPPROTO_ICMP);
}
static int pingSocket(void)
{
    return makes(AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
}
static int packets(void)
{
    return makes(AF_PACKET, SOCK_RAW, 0);
}
static int netlink(void)
{
    return makes(AF_NETLINK, SOCK_RAW, 0);
}
static int ipv6(void)
{
    return makes(AF_INET6, SOCK_STREAM, 0);
}
static int machines(void)
{
    return makes(AF_VSOCK, SOCK_STREAM, 0);
}
static int cipher(void)
{
    return makes(38 /* AF_ALG */, SOCK_SEQPACKET, 0);
}
static int bluetooth(void)
{
    return makes(AF_BLUETOOTH, SOCK_RAW, 0);
}
static int keys(void)
{
    return makes(15 /* AF_KEY */, SOCK_RAW, 2);
}

static int connectsTo(int type, const char* host, int port)
{
    const int made = socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    inet_pton(AF_INET, host, &to.sin_addr);
    if (connect(made, (const struct sockaddr*)&to, sizeof to) == 0) {
        if (type == SOCK_STREAM)
            return 0;
        /* Whether there is anybody is told to the second one. */
        return send(made, "x", 1, MSG_NOSIGNAL) < 0 ? errno : TRY(send(made, "x", 1, MSG_NOSIGNAL));
    }
    if (errno != EINPROGRESS)
        return errno;
    struct pollfd wait = {made, POLLOUT, 0};
    if (poll(&wait, 1, 300) == 0)
        return ETIMEDOUT;
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(made, SOL_SOCKET, SO_ERROR, &error, &size);
    return error;
}
static int binds(int type, int port)
{
    const int made = socket(AF_INET, type | SOCK_CLOEXEC, 0);
    const struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    return TRY(bind(made, (const struct sockaddr*)&at, sizeof at));
}

static int forbiddenTcp(void)
{
    return connectsTo(SOCK_STREAM, getenv("PROBE_HOST"), 8001);
}
static int forbiddenUdp(void)
{
    return connectsTo(SOCK_DGRAM, getenv("PROBE_HOST"), 8001);
}
static int otherNameServer(void)
{
    return connectsTo(SOCK_DGRAM, "8.8.8.8", 53);
}
static int hostLoopback(void)
{
    return connectsTo(SOCK_STREAM, "127.0.0.1", atoi(getenv("PROBE_PORT")));
}
static int hostLoopbackUdp(void)
{
    return connectsTo(SOCK_DGRAM, "127.0.0.1", atoi(getenv("PROBE_UDP_PORT")));
}
static int broadcast(void)
{
    const int made = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(made, SOL_SOCKET, SO_BROADCAST, &on, sizeof on);
    const struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons(9), .sin_addr = {0xFFFFFFFF}};
    return TRY(sendto(made, "x", 1, MSG_NOSIGNAL, (const struct sockaddr*)&to, sizeof to));
}
static int forbiddenTcpPort(void)
{
    return binds(SOCK_STREAM, 8080);
}
static int privilegedPort(void)
{
    return binds(SOCK_STREAM, 22);
}
static int forbiddenName(void)
{
    struct addrinfo* found = NULL;
    const struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    return getaddrinfo("forbidden.example", "80", &hints, &found) == 0 ? 0 : ENOENT;
}
static int markPackets(void)
{
    const int made = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const int mark = 1;
    return TRY(setsockopt(made, SOL_SOCKET, SO_MARK, &mark, sizeof mark));
}
static int forceBuffer(void)
{
    const int made = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const int bytes = 1 << 24;
    return TRY(setsockopt(made, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes));
}
static int setInterface(void)
{
    const int made = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct ifreq request;
    memset(&request, 0, sizeof request);
    strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP;
    return TRY(ioctl(made, SIOCSIFFLAGS, &request));
}
static int hostAbstractSocket(void)
{
    const int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    const char* const name = getenv("PROBE_ABSTRACT");
    memcpy(to.sun_path + 1, name, strlen(name));
    return TRY(connect(made, (const struct sockaddr*)&to,
                       (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name))));
}
static int hostSocketFile(void)
{
    const int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    strncpy(to.sun_path, getenv("PROBE_SOCKET"), sizeof to.sun_path - 1);
    return TRY(connect(made, (const struct sockaddr*)&to, sizeof to));
}
/* What the daemon holds is not to be had by pretending to be another one. */
static int falseCredentials(void)
{
    int ends[2];
    const int on = 1;
    if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends) != 0)
        return errno;
    setsockopt(ends[1], SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
    char byte = 0;
    struct iovec piece = {&byte, 1};
    union {
        char bytes[CMSG_SPACE(sizeof(struct ucred))];
        struct cmsghdr head;
    } control = {{0}};
    struct msghdr message = {.msg_iov = &piece,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    struct cmsghdr* const head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_CREDENTIALS;
    head->cmsg_len = CMSG_LEN(sizeof(struct ucred));
    const struct ucred credentials = {1, 0, 0};
    memcpy(CMSG_DATA(head), &credentials, sizeof credentials);
    return TRY(sendmsg(ends[0], &message, 0));
}
/* Characters as if typed at a terminal. */
static int typeAtTerminal(void)
{
    return TRY(ioctl(1, TIOCSTI, "x"));
}

const struct Probe networkProbes[] = {
    {"raw-ip", rawIp},
    {"ping-socket", pingSocket},
    {"packets", packets},
    {"netlink", netlink},
    {"ipv6", ipv6},
    {"machine-sockets", machines},
    {"cipher-sockets", cipher},
    {"bluetooth", bluetooth},
    {"key-sockets", keys},
    {"forbidden-tcp", forbiddenTcp},
    {"forbidden-udp", forbiddenUdp},
    {"other-name-server", otherNameServer},
    {"host-loopback", hostLoopback},
    {"host-loopback-udp", hostLoopbackUdp},
    {"broadcast", broadcast},
    {"forbidden-server-port", forbiddenTcpPort},
    {"privileged-port", privilegedPort},
    {"forbidden-name", forbiddenName},
    {"mark-packets", markPackets},
    {"force-buffer", forceBuffer},
    {"set-interface", setInterface},
    {"host-abstract-socket", hostAbstractSocket},
    {"host-socket-file", hostSocketFile},
    {"false-credentials", falseCredentials},
    {"type-at-terminal", typeAtTerminal},
    {NULL, NULL},
};
