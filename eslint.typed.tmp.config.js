import base from '/work/main/eslint.config.js';
export default [...base,
 { files:['apps/server/src/**/*.ts','packages/{database,media}/src/**/*.ts'], 
   languageOptions:{parserOptions:{projectService:true, tsconfigRootDir:'/work/main'}},
   rules:{'@typescript-eslint/no-floating-promises':'error','@typescript-eslint/no-misused-promises':'error','@typescript-eslint/await-thenable':'error','@typescript-eslint/switch-exhaustiveness-check':'error'}}];
