#!/usr/bin/env bash
# Runs a command where Swift is: here if it is installed, else in a Debian trixie system of its own, made on first use.
#
#   native/ios/swift.sh swift test          the repository is /src there, and the command runs in /src/native/ios
#
# RINGSIGHT_SWIFT says where that system is or is to be made (1.7 GB, a minute); by default /opt/ringsight-swift.
set -euo pipefail

system=${RINGSIGHT_SWIFT:-/opt/ringsight-swift}
package=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
repository=$(cd "$package/../.." && pwd -P)
swift_tools=/usr/libexec/swift

lacks() {
  printf 'swift.sh: %s\n' "$@" >&2
  exit 69
}

# What tests of a package need, and not the debuggers, editors' servers and manuals that come with it.
make_system() {
  command -v apt-get >/dev/null || lacks 'Swift is not installed, and without apt-get no system with it can be made.' \
    'Install Swift 6 (https://www.swift.org/install/linux/) and run this again.'
  if ! command -v mmdebstrap >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends mmdebstrap >/dev/null
  fi
  local mirror
  # Where this system's own packages come from, if it is a Debian: that mirror can be reached.
  mirror=$(. /etc/os-release && [ "$ID" = debian ] && apt-get indextargets --format '$(REPO_URI)' \
    'Created-By: Packages' "Codename: $VERSION_CODENAME" | head -n 1) || true
  rm -rf --one-file-system "$system.part"
  local leave_out=()
  for path in "$swift_tools"/bin/{'lldb*',clangd,sourcekit-lsp} "$swift_tools"/lib/{'liblldb*','libsourcekitdInProc*'} \
    "$swift_tools/lib/swift_static/*" '/usr/share/doc/*' '/usr/share/man/*' '/usr/share/locale/*'; do
    leave_out+=("--dpkgopt=path-exclude=$path")
  done
  echo "swift.sh: making a Debian trixie with Swift in $system, once" >&2
  mmdebstrap --quiet --mode=root --variant=apt --include=swiftlang,libsqlite3-dev \
    --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' "${leave_out[@]}" \
    trixie "$system.part" "${mirror:-http://deb.debian.org/debian}" >&2
  mkdir "$system.part/src"
  # Only a whole system has the final name: one that was interrupted is made again.
  mv "$system.part" "$system"
}

[ $# -gt 0 ] || lacks 'expected a command, such as: native/ios/swift.sh swift test'
if command -v swift >/dev/null; then
  cd "$package" && exec "$@"
fi
[ "$(id -u)" = 0 ] || lacks 'Swift is not installed here, and only root can make and enter a system that has it.' \
  'Run this as root in a container, or install Swift 6 (https://www.swift.org/install/linux/).'
[ -d "$system" ] || make_system
unshare --mount true 2>/dev/null || lacks 'unshare --mount is refused: the container must be allowed to mount.'

# Mounts of its own, which end with it: nothing stays behind, however it ends.
exec unshare --mount --propagation private bash -euc '
  system=$1 repository=$2
  shift 2
  mount -t proc proc "$system/proc"
  mount --rbind /dev "$system/dev"
  mount --bind "$repository" "$system/src"
  exec chroot "$system" env -i HOME=/tmp LC_ALL=C.UTF-8 TERM="${TERM:-dumb}" \
    PATH=/usr/local/bin:/usr/bin:/bin:/usr/libexec/swift/bin sh -c '\''cd /src/native/ios && exec "$@"'\'' sh "$@"
' bash "$system" "$repository" "$@"
