/**
 * Passwords that guessers try first, folded to lower case: from public lists of leaked passwords,
 * with those usual in China and in an office like ours. Whole words only; rules add the rest.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
000000 00000000 0123456789 101010 102030 10203040 111111 11111111
112233 11223344 112233445566 121212 12121212 123123 123123123 123321
12345 123456 1234567 12345678 123456789 1234567890 1234567890a 123456789a
12345678a 123456a 123456aa 123456abc 123456q 12345qwert 12345qwerty 1234abcd
1234qwer 123654 123654789 123abc 123qwe 123qweasd 131313 1314520
141421 147258 147258369 159357 1q2w3e 1q2w3e4r 1q2w3e4r5t 1qaz2wsx
1qaz2wsx3edc 202020 222222 333333 444444 5201314 520520 521521
555555 55555555 654321 666666 66666666 741852963 7758521 777777
77777777 789456123 888888 88888888 963852741 987654 987654321 9876543210
999999 99999999 a123456 a1234567 a12345678 a123456789 aa123123 aa123456
aa12345678 aaa111 aaa123456 aaaaaa aaaaaaaa abc123 abc1234 abc12345
abc123456 abcd1234 admin admin123 admin1234 admin123456 administrator asd123
asd123456 asdasd asdasd123 asdf1234 asdfgh asdfghjkl ashley autumn2025
autumn2026 baseball batman beijing123 beijing2008 changeme changeme123 charlie
chen123456 china123 china123456 computer dangyuan dangyuan123 daniel default
default123 demo123 demo1234 donald dragon football freedom ganbu123
ganbu1234 gov123456 guest hannah hello123 hello1234 helloworld hunter2
iloveyou iloveyou1 iloveyou123 internet jennifer jessica jordan23 killer
letmein li123456 liu123456 love123 love1234 lovely master michael
michelle mima123 mima1234 monkey naruto nicole p4ssw0rd p@ssw0rd
p@ssw0rd123 p@ssword party123456 pass123 pass1234 passw0rd passw0rd1 passw0rd123
password password1 password12 password123 password1234 pokemon princess q123456
q1w2e3r4 q1w2e3r4t5 qazwsx qazwsxedc qq123456 qq1234567 qq12345678 qq123456789
qwe123 qwe123456 qweasd qweasdzxc qwer1234 qwert12345 qwerty qwerty1
qwerty123 qwerty12345 qwerty123456 qwertyuiop root root123 secret shadow
shanghai123 spring2025 spring2026 starwars summer2024 summer2025 summer2026 sunshine
superman system system123 temp123 temp1234 test test123 test1234
thomas toor trustno1 user user123 user1234 wang123456 welcome
welcome1 welcome123 whatever winter2024 winter2025 winter2026 woaini woaini123
woaini1314 woaini520 wodemima wx123456 xueshi xueshi123 xuexi123 xuexi1234
xuexi123456 zaq12wsx zaq1zaq1 zhang123 zhang123456 zhongguo zhongguo123 zxcvbn123
zxcvbnm zxcvbnm123
`
    .trim()
    .split(/\s+/),
);
