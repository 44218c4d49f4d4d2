/* What an app can reach on the network. Each line of its output is a probe and what came of it: 0
 * or an errno. Its arguments: the port of a TCP server on this machine, that of a UDP server. */
#define _GNU_SOURCE

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <netdb.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

static struct sockaddr_in address_of(const char* host, int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    inet_pton(AF_INET, host, &address.sin_addr);
    return address;
}

static void tell(const char* probe, long result)
{
    printf("%s %d\n", probe, result < 0 ? errno : 0);
    fflush(stdout);
}

static void try_connect(const char* probe, int type, const char* host, int port)
{
    const struct sockaddr_in address = address_of(host, port);
    const int fd = socket(AF_INET, type, 0);
    tell(probe, connect(fd, (const struct sockaddr*)&address, sizeof address));
    close(fd);
}

static void try_send(const char* probe, const char* host, int port)
{
    const struct sockaddr_in address = address_of(host, port);
    const int fd = socket(AF_INET, SOCK_DGRAM, 0);
    tell(probe, sendto(fd, "x", 1, 0, (const struct sockaddr*)&address, sizeof address));
    close(fd);
}

static struct msghdr message_to(struct sockaddr_in* address, struct iovec* piece)
{
    piece->iov_base = "y";
    piece->iov_len = 1;
    const struct msghdr message = {
        .msg_name = address, .msg_namelen = sizeof *address, .msg_iov = piece, .msg_iovlen = 1};
    return message;
}

static void try_messages(const char* host, int port)
{
    char name[64];
    struct sockaddr_in address = address_of(host, port);
    struct iovec piece;
    struct msghdr message = message_to(&address, &piece);
    struct mmsghdr messages[2] = {{.msg_hdr = message}, {.msg_hdr = message}};
    const int fd = socket(AF_INET, SOCK_DGRAM, 0);
    snprintf(name, sizeof name, "sendmsg %s", host);
    tell(name, sendmsg(fd, &message, 0));
    snprintf(name, sizeof name, "sendmmsg %s", host);
    tell(name, sendmmsg(fd, messages, 2, 0));
    close(fd);
}

/* A stream socket that lets its first data go with the connection request. */
static void try_fast_open(int port)
{
    struct sockaddr_in address = address_of("127.0.0.2", port);
    struct iovec piece;
    struct msghdr message = message_to(&address, &piece);
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    tell("fast open, sendto",
         sendto(fd, "x", 1, MSG_FASTOPEN, (const struct sockaddr*)&address, sizeof address));
    tell("fast open, sendmsg", sendmsg(fd, &message, MSG_FASTOPEN));
    close(fd);
}

static void try_bind(const char* probe, int type, int port, int listens)
{
    const struct sockaddr_in address = address_of("127.0.0.1", port);
    const int fd = socket(AF_INET, type, 0);
    long result = bind(fd, (const struct sockaddr*)&address, sizeof address);
    if (result == 0 && listens)
        result = listen(fd, 1);
    tell(probe, result);
    close(fd);
}

static void try_socket(const char* probe, int domain, int type, int protocol)
{
    const int fd = socket(domain, type, protocol);
    tell(probe, fd);
    if (fd >= 0)
        close(fd);
}

static void try_unix(const char* probe, int type, const char* path, size_t length, int binds)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, path, length);
    const socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    const int fd = socket(AF_UNIX, type, 0);
    tell(probe, binds ? bind(fd, (const struct sockaddr*)&address, size)
                      : connect(fd, (const struct sockaddr*)&address, size));
    if (type == SOCK_DGRAM && !binds)
        tell("unix datagram, sendto",
             sendto(fd, "x", 1, 0, (const struct sockaddr*)&address, size));
    close(fd);
}

static void try_name(const char* probe, const char* name, int port)
{
    char service[16];
    struct addrinfo* found = NULL;
    const struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    snprintf(service, sizeof service, "%d", port);
    const int error = getaddrinfo(name, service, &hints, &found);
    if (error != 0) {
        printf("%s %s\n", probe,
               error == EAI_NONAME  ? "EAI_NONAME"
               : error == EAI_AGAIN ? "EAI_AGAIN"
                                    : gai_strerror(error));
        fflush(stdout);
        return;
    }
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    tell(probe, connect(fd, found->ai_addr, found->ai_addrlen));
    close(fd);
    freeaddrinfo(found);
}

static void undeclared(int tcp_port, int udp_port)
{
    static const char* const hosts[] = {"127.0.0.2",   "127.0.0.53",      "0.0.0.0",     "10.0.0.1",
                                        "192.168.1.1", "169.254.169.254", "203.0.113.7", "8.8.8.8",
                                        "224.0.0.251", "255.255.255.255"};
    char name[64];
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; ++i) {
        snprintf(name, sizeof name, "tcp %s", hosts[i]);
        try_connect(name, SOCK_STREAM, hosts[i], tcp_port);
        snprintf(name, sizeof name, "udp %s", hosts[i]);
        try_connect(name, SOCK_DGRAM, hosts[i], udp_port);
        snprintf(name, sizeof name, "sendto %s", hosts[i]);
        try_send(name, hosts[i], udp_port);
        try_messages(hosts[i], udp_port);
    }
    try_fast_open(tcp_port);
    try_bind("tcp server", SOCK_STREAM, tcp_port, 1);
    try_bind("tcp server, any port", SOCK_STREAM, 0, 1);
    try_bind("tcp bind", SOCK_STREAM, 8081, 0);
    try_bind("udp server", SOCK_DGRAM, 5354, 0);
    try_socket("ipv6 tcp", AF_INET6, SOCK_STREAM, 0);
    try_socket("ipv6 udp", AF_INET6, SOCK_DGRAM, 0);
    try_socket("ipv6 raw", AF_INET6, SOCK_RAW, IPPROTO_ICMPV6);
    try_socket("raw icmp", AF_INET, SOCK_RAW, IPPROTO_ICMP);
    try_socket("ping", AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
    try_socket("sctp", AF_INET, SOCK_STREAM, IPPROTO_SCTP);
    try_socket("packet", AF_PACKET, SOCK_RAW, 0);
    try_socket("packet, cooked", AF_PACKET, SOCK_DGRAM, 0);
    try_socket("netlink, audit", AF_NETLINK, SOCK_RAW, 9);
    try_socket("kernel crypto", AF_ALG, SOCK_SEQPACKET, 0);
    try_socket("vsock", AF_VSOCK, SOCK_STREAM, 0);
    try_unix("unix abstract", SOCK_STREAM, "\0/org/example", 13, 0);
    try_unix("unix path", SOCK_STREAM, "/run/dbus/system_bus_socket", 28, 0);
    try_unix("unix datagram", SOCK_DGRAM, "/dev/log", 9, 0);
    try_unix("unix server", SOCK_STREAM, "\0server", 7, 1);
    tell("io_uring", syscall(SYS_io_uring_setup, 4, NULL));
    try_name("undeclared name", "undeclared.example", tcp_port);
    try_name("undeclared name, by its address", "127.0.0.3", tcp_port);
}

static void declared(int tcp_port, int udp_port)
{
    try_connect("tcp", SOCK_STREAM, "127.0.0.1", tcp_port);
    try_connect("udp", SOCK_DGRAM, "127.0.0.1", udp_port);
    try_send("sendto", "127.0.0.1", udp_port);
    try_messages("127.0.0.1", udp_port);
    try_bind("tcp server", SOCK_STREAM, 18080, 1);
    try_bind("udp server", SOCK_DGRAM, 15353, 0);
    try_bind("udp client", SOCK_DGRAM, 0, 0);
    try_name("name of the table", "api.example.com", 443);
    try_name("name of the table, another port", "api.example.com", 8883);
    try_connect("tcp, nobody there", SOCK_STREAM, "127.0.0.1", 1);
    int pair[2];
    tell("socket pair", socketpair(AF_UNIX, SOCK_DGRAM, 0, pair));
    tell("socket pair, send", send(pair[0], "x", 1, 0));
}

/* Looks a name up, again and again. Each connection to 127.0.0.1 tells the test to change the
 * network. */
static void names(int tcp_port)
{
    static const char* const states[] = {"at first", "without an answer", "without a network",
                                         "again"};
    char name[64];
    for (size_t i = 0; i < sizeof states / sizeof states[0]; ++i) {
        if (i > 0)
            try_connect("next", SOCK_STREAM, "127.0.0.1", tcp_port);
        snprintf(name, sizeof name, "name, %s", states[i]);
        try_name(name, "api.example.com", 443);
        snprintf(name, sizeof name, "other name, %s", states[i]);
        try_name(name, "undeclared.example", 443);
    }
    try_name("name, in capitals", "API.Example.com", 443);
    try_name("itself", "localhost", tcp_port);
}

/* Connections to two names, of which the test takes the first one's network away. It sends first to
 * the one that stalls, and lets it go on when it hears of the other. */
static void standing(int tcp_port)
{
    const struct sockaddr_in away = address_of("198.18.0.1", tcp_port);
    const struct sockaddr_in near = address_of("198.18.0.2", tcp_port);
    const int stalls = socket(AF_INET, SOCK_STREAM, 0);
    const int works = socket(AF_INET, SOCK_STREAM, 0);
    char byte;
    tell("connect, away", connect(stalls, (const struct sockaddr*)&away, sizeof away));
    tell("connect, near", connect(works, (const struct sockaddr*)&near, sizeof near));
    tell("from near", recv(works, &byte, 1, 0));
    tell("from away", recv(stalls, &byte, 1, MSG_DONTWAIT));
    tell("to away", send(stalls, "x", 1, 0));
    tell("to near", send(works, "x", 1, 0));
    tell("from away, later", recv(stalls, &byte, 1, 0));
    tell("end, near", recv(works, &byte, 1, 0));
    close(works); /* for which the peer waits before it ends the other one */
    tell("end", recv(stalls, &byte, 1, 0));
}

int main(int argc, char** argv)
{
    if (argc < 4)
        return 2;
    const int tcp_port = atoi(argv[2]);
    const int udp_port = atoi(argv[3]);
    if (strcmp(argv[1], "declared") == 0)
        declared(tcp_port, udp_port);
    else if (strcmp(argv[1], "names") == 0)
        names(tcp_port);
    else if (strcmp(argv[1], "standing") == 0)
        standing(tcp_port);
    else
        undeclared(tcp_port, udp_port);
    return 0;
}
