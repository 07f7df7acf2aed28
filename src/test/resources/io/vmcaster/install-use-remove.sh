#!/bin/bash
# Installs a .deb, uses it and removes it, in a copy-on-write view of this machine: nothing of it lasts.
# Run as root in a mount namespace of its own: unshare --mount --propagation private bash THIS DEB
set -euo pipefail
deb=$1
layers=$PWD/layers
mkdir "$layers"
mount -t tmpfs tmpfs "$layers"
for place in usr etc var; do
  mkdir -p "$layers/$place/upper" "$layers/$place/work"
  mount -t overlay overlay -o "lowerdir=/$place,upperdir=$layers/$place/upper,workdir=$layers/$place/work" "/$place"
done
mount -t tmpfs tmpfs /root
export HOME=/root DEBIAN_FRONTEND=noninteractive
unset VMCASTER_JAVA VMCASTER_JAR JAVA_HOME XDG_CACHE_HOME DISH_RDBMS
cd /root

# any Java will do for the program, whether or not it came as a package
dpkg --force-depends -i "$deb" >log 2>&1 || { cat log >&2; exit 1; }
echo "archives: $(find /var/cache/vmcaster -name '*.jsa' -o -name '*.aot' | wc -l)"
getent passwd vmcaster | cut -d: -f1,6
vmcaster --version
vmcaster --quiet --endorser-add '/DC=org/DC=example/CN=Jane Doe'
vmcaster --endorser-list
test ! -e /root/.cache/vmcaster/classes || echo "the archive of the system was not used"
gunzip -c /usr/share/man/man1/vmcaster.1.gz | head -n 1
bash -c '. /usr/share/bash-completion/completions/vmcaster; complete -p vmcaster'
ls /etc/vmcaster

dpkg -r vmcaster >log 2>&1 || { cat log >&2; exit 1; }
dpkg -P vmcaster >log 2>&1 || { cat log >&2; exit 1; }
find /usr /etc /var/cache -name '*vmcaster*' 2>/dev/null
echo removed
